package io.automation.connectors.mail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a text is exactly one mail address.
 *
 * <p>Stricter than RFC 5322: no display name, no list, no quotes, no comments, no address literal,
 * and ASCII only, so that nothing a server could read in two ways is ever sent. An international
 * domain has to be written in its {@code xn--} form.
 */
public final class Addresses {

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(" + ATOM + "(?:\\." + ATOM + ")*)@" + LABEL + "(?:\\." + LABEL + ")*");

    private Addresses() {}

    /** What is wrong with an address, or null. */
    public static @Nullable String problem(String address) {
        if (address.length() > LONGEST) {
            return "an address has at most " + LONGEST + " characters";
        }
        if (!address.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return "an address has letters, digits and signs of ASCII only";
        }
        if (!ADDRESS.matcher(address).matches()) {
            return "not one plain address";
        }
        if (address.indexOf('@') > LONGEST_LOCAL) {
            return "the part before the @ has at most " + LONGEST_LOCAL + " characters";
        }
        return null;
    }

    /** The domain of an address that has no problem. */
    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
