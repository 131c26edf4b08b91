package io.automation.embedded.definitions;

import java.util.List;
import java.util.stream.Collectors;

/** Definitions that are not good; the message is for people and lists every problem. */
public final class DefinitionsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DefinitionsRefusedException(List<FileProblem> problems) {
        super(
                problems.stream()
                        .map(
                                problem ->
                                        "%s line %d %s: %s"
                                                .formatted(
                                                        problem.file(),
                                                        problem.line(),
                                                        problem.pointer(),
                                                        problem.message()))
                        .collect(Collectors.joining("\n")));
    }
}
