package io.automation.embedded.definitions;

import java.util.List;
import java.util.stream.Collectors;

/** Definitions that are not good; the message is for people and lists every problem. */
public final class DefinitionsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> files;
    private final transient List<FileProblem> problems;

    /**
     * @param files all that were looked at
     * @param problems warnings among them
     */
    public DefinitionsRefusedException(List<String> files, List<FileProblem> problems) {
        super(
                problems.stream()
                        .filter(FileProblem::isError)
                        .map(
                                problem ->
                                        "%s line %d %s: %s"
                                                .formatted(
                                                        problem.file(),
                                                        problem.line(),
                                                        problem.pointer(),
                                                        problem.message()))
                        .collect(Collectors.joining("\n")));
        this.files = List.copyOf(files);
        this.problems = List.copyOf(problems);
    }

    public List<String> files() {
        return files;
    }

    /** By file and line, warnings among them. */
    public List<FileProblem> problems() {
        return problems;
    }
}
