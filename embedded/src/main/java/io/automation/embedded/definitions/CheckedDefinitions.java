package io.automation.embedded.definitions;

import java.util.List;

/**
 * Definitions that were looked at.
 *
 * @param rows those without errors, in their order
 * @param problems of all, by file and line
 */
public record CheckedDefinitions(List<Row> rows, List<FileProblem> problems) {

    public CheckedDefinitions {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** A definition with its names resolved, ready to be written; ids are lower-case UUIDs. */
    public record Row(
            Definition definition, String id, String organizationId, List<String> accounts) {

        public Row {
            accounts = List.copyOf(accounts);
        }
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(FileProblem::isError);
    }

    /**
     * The rows, if all are good.
     *
     * @throws DefinitionsRefusedException else, with every error
     */
    public List<Row> orRefuse() {
        if (hasErrors()) {
            throw new DefinitionsRefusedException(
                    problems.stream().map(FileProblem::file).distinct().toList(), problems);
        }
        return rows;
    }
}
