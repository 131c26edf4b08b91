package io.automation.udfs.condition;

import java.util.List;

/** What compiling a CEL expression came to. */
public sealed interface ExpressionCompilation permits Expression, ExpressionCompilation.Refused {

    /** An expression that is not understood, with every problem, for people. */
    record Refused(List<String> problems) implements ExpressionCompilation {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
