package io.automation.embedded.definitions;

import io.automation.model.workflow.Problem.Level;

/**
 * What is wrong in a definition file.
 *
 * @param line from 1
 * @param pointer JSON pointer into the file
 * @param message for people: what was found, and the remedy
 */
public record FileProblem(
        String file, int line, String pointer, Level level, String code, String message) {

    public boolean isError() {
        return level == Level.ERROR;
    }
}
