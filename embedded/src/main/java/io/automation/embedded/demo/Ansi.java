package io.automation.embedded.demo;

/** The few control sequences that the live view needs. */
final class Ansi {

    /** What every sequence begins with; those of colours end with m. */
    static final char ESCAPE = '\u001b';

    static final String RESET = "\u001b[0m";
    static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
    static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";
    static final String HOME = "\u001b[H";
    static final String REST_OF_LINE = "\u001b[K";
    static final String REST_OF_SCREEN = "\u001b[J";

    private Ansi() {}

    static String colour(String status) {
        return switch (status) {
            case "success" -> "\u001b[32m";
            case "failed" -> "\u001b[31m";
            case "skipped" -> "\u001b[33m";
            default -> "\u001b[36m";
        };
    }
}
