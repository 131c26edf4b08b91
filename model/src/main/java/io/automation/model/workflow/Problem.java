package io.automation.model.workflow;

/**
 * What is wrong with a definition, where, and what would be right.
 *
 * @param code one word of a closed list, for machines
 * @param pointer JSON pointer from the row: {@code /trigger_config/threshold}
 * @param message for people: what was found, and the remedy
 */
public record Problem(String code, String pointer, Level level, String message) {

    /** Whether it refuses the definition. */
    public enum Level {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return level == Level.ERROR;
    }
}
