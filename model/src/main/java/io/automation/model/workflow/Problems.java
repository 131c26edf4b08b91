package io.automation.model.workflow;

import io.automation.model.workflow.Problem.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects everything that is wrong with one definition. */
final class Problems {

    /** The closed list of codes. */
    enum Code {
        BAD_JSON,
        DUPLICATE_KEY,
        UNKNOWN_KEY,
        MISSING,
        WRONG_TYPE,
        UNKNOWN_VALUE,
        BAD_DURATION,
        BAD_TIME,
        UNKNOWN_ZONE,
        OUT_OF_RANGE,
        CONTRADICTION,
        UNKNOWN_FIELD,
        NOT_ALLOWED_HERE,
        UNUSED_SETTING,
        TOO_MANY_PROBLEMS;

        private final String text = name().toLowerCase(Locale.ROOT);
    }

    /** Nobody reads more, and a hostile document must not fill the answer's row. */
    private static final int MOST = 200;

    private static final int LONGEST_QUOTE = 40;

    private final List<Problem> list = new ArrayList<>();
    private boolean refused;

    /** Adds an error; returns it, for whoever may {@link #withdraw} it. */
    Problem error(Code code, String pointer, String message) {
        refused = true;
        Problem problem = new Problem(code.text, pointer, Level.ERROR, message);
        add(problem);
        return problem;
    }

    /** Takes back what has turned out to be a mere consequence of another error. */
    void withdraw(Problem consequence) {
        list.remove(consequence);
    }

    void warning(Code code, String pointer, String message) {
        add(new Problem(code.text, pointer, Level.WARNING, message));
    }

    private void add(Problem problem) {
        if (list.size() < MOST) {
            list.add(problem);
        } else if (list.size() == MOST) {
            list.add(
                    new Problem(
                            Code.TOO_MANY_PROBLEMS.text,
                            "",
                            Level.ERROR,
                            "there are more problems than the "
                                    + MOST
                                    + " listed; mend these first"));
        }
    }

    boolean refused() {
        return refused;
    }

    List<Problem> list() {
        return list;
    }

    /** What was found, in quotes and cut to a readable length. */
    static String quote(String found) {
        return '"' + cut(found) + '"';
    }

    /** A text cut to a readable length. */
    static String cut(String found) {
        if (found.length() <= LONGEST_QUOTE) {
            return found;
        }
        int end = LONGEST_QUOTE - 1;
        if (Character.isHighSurrogate(found.charAt(end - 1))) {
            end--;
        }
        return found.substring(0, end) + '…';
    }
}
