package io.automation.model.run;

import java.util.Locale;

/** What was decided on one occurrence and one workflow: the closed list. */
public enum Verdict {
    /** A run began. */
    STARTED,
    /** A run ended at its trigger; the decision's reason says why. */
    SKIPPED,
    /** Too many half matches of a pattern: the oldest was given up. */
    PATTERN_DROPPED,
    NOT_ACTIVE,
    NOT_IN_SCOPE,
    /** The trigger did not come true: something it asks for was not so, or was so before. */
    NO_EDGE,
    /** The score is behind the line, but did not move far enough. */
    BELOW_MINIMUM_CHANGE,
    /** The score has not been back where the workflow wants it before it fires again. */
    NOT_REARMED,
    /** A run of this system wrote it. */
    OWN_CHANGE,
    /** Another fact raised the same occurrence before. */
    KEY_USED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs: {@code no_edge}. */
    public String code() {
        return code;
    }
}
