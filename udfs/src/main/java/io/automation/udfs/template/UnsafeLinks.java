package io.automation.udfs.template;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds links in rendered HTML that run code when a reader follows them. */
final class UnsafeLinks {

    private static final Pattern LINK =
            Pattern.compile(
                    "[\\s\"'/](href|src|action|formaction|background|poster)\\s*=\\s*"
                            + "(?:\"([^\"]{0,2000})|'([^']{0,2000})|([^\\s>\"']{1,2000}))",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY =
            Pattern.compile(
                    "&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(colon|tab|newline));?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("^(?:javascript|vbscript|data):.*");

    private UnsafeLinks() {}

    /** The first such link, or null. */
    static @Nullable String first(String html) {
        Matcher m = LINK.matcher(html);
        while (m.find()) {
            String target = target(m);
            String bare = bare(target);
            boolean image = m.group(1).equalsIgnoreCase("src") && bare.startsWith("data:image/");
            if (!image && CODE.matcher(bare).matches()) {
                return target.length() > 60 ? target.substring(0, 60) + "…" : target;
            }
        }
        return null;
    }

    private static String target(Matcher m) {
        if (m.group(2) != null) {
            return m.group(2);
        }
        return m.group(3) != null ? m.group(3) : m.group(4);
    }

    /** As a reader's program takes it: entities decoded, blanks and control characters gone. */
    private static String bare(String target) {
        StringBuilder decoded = new StringBuilder();
        Matcher m = ENTITY.matcher(target);
        int from = 0;
        while (m.find()) {
            decoded.append(target, from, m.start());
            decoded.appendCodePoint(character(m));
            from = m.end();
        }
        decoded.append(target, from, target.length());
        return decoded.chars()
                .filter(c -> c > 0x20)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    private static int character(Matcher m) {
        if (m.group(3) != null) {
            return m.group(3).equalsIgnoreCase("colon") ? ':' : ' ';
        }
        int code =
                m.group(1) != null
                        ? Integer.parseInt(m.group(1))
                        : Integer.parseInt(m.group(2), 16);
        return Character.isValidCodePoint(code) ? code : ' ';
    }
}
