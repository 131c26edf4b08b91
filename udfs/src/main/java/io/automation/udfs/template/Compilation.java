package io.automation.udfs.template;

import java.util.List;

/** What compiling a template came to. */
public sealed interface Compilation permits CompiledTemplate, Compilation.Refused {

    /** A template that is not understood, with every problem. */
    record Refused(List<TemplateProblem> problems) implements Compilation {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
