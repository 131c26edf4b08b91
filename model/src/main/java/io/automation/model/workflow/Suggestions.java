package io.automation.model.workflow;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody probably meant to write. */
public final class Suggestions {

    private static final int LONGEST_WORD = 64;

    private Suggestions() {}

    /** {@code ; did you mean threshold?} or nothing. */
    public static String didYouMean(String found, Collection<String> words) {
        return didYouMean(nearest(found, words));
    }

    /** The same for a word that was found. */
    static String didYouMean(@Nullable String near) {
        return near == null ? "" : "; did you mean " + near + "?";
    }

    /** {@code did you mean both?} or {@code write decrease, increase or both}. */
    static String oneOf(String found, Collection<String> words) {
        String near = nearest(found, words);
        if (near != null) {
            return "did you mean " + near + "?";
        }
        String all = String.join(", ", words);
        int last = all.lastIndexOf(", ");
        return "write "
                + (last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2));
    }

    /** The word that was probably meant, null if none is near. */
    static @Nullable String nearest(String found, Collection<String> words) {
        if (found.length() > LONGEST_WORD) {
            return null;
        }
        String plain = found.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        String best = null;
        int least = 1 + Math.min(3, Math.max(1, plain.length() / 3));
        for (String word : words) {
            int distance = distance(plain, word.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best;
    }

    /** Edit distance in which two neighbours that changed places are one edit. */
    private static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int edit = cost[i - 1][j - 1] + (same ? 0 : 1);
                edit = Math.min(edit, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    edit = Math.min(edit, 1 + cost[i - 2][j - 2]);
                }
                cost[i][j] = edit;
            }
        }
        return cost[left.length()][right.length()];
    }
}
