package io.automation.udfs.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions as CEL has them (RE2): matched in time that grows with the text, and bounded
 * in size before they are compiled, which CEL itself looks at only afterwards.
 */
final class Regexes {

    private static final int LONGEST = 1_000;
    private static final long LARGEST_TO_COMPILE = 1_000_000;
    private static final int LARGEST = 1_000;

    private static final java.util.regex.Pattern REPEAT =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    private Regexes() {}

    /**
     * Whether a part of the text matches.
     *
     * @throws IllegalArgumentException for what is no regular expression, or one that is too large
     */
    static boolean find(String text, String regex) {
        Pattern pattern = couldBeHuge(regex) ? null : Pattern.compile(regex);
        if (pattern == null || pattern.programSize() > LARGEST) {
            throw new IllegalArgumentException("the regular expression is too large");
        }
        return pattern.matcher(text).find();
    }

    /** What is wrong with a regular expression, null if nothing is. */
    static @Nullable String problem(String regex) {
        try {
            find("", regex);
            return null;
        } catch (PatternSyntaxException e) {
            return "this is no regular expression: " + e.getMessage();
        } catch (IllegalArgumentException e) {
            return "the regular expression is too large; make it shorter or repeat less";
        }
    }

    /** It cannot become larger than its length times all of its repeats. */
    private static boolean couldBeHuge(String regex) {
        if (regex.length() > LONGEST) {
            return true;
        }
        long size = Math.max(1, regex.length());
        for (MatchResult repeat : REPEAT.matcher(regex).results().toList()) {
            String most = repeat.group(2);
            size *=
                    Math.max(
                            1,
                            Long.parseLong(
                                    most == null || most.isEmpty() ? repeat.group(1) : most));
            if (size > LARGEST_TO_COMPILE) {
                return true;
            }
        }
        return false;
    }
}
