package io.automation.embedded.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The terminal, if there is one: drawn over and over on a screen of its own. */
final class Screen implements AutoCloseable {

    private static final int HEIGHT = 24;
    private static final int WIDTH = 100;

    private final PrintStream out;
    private boolean open;

    /** How many rows and columns there are. */
    record Size(int height, int width) {}

    Screen(PrintStream out) {
        this.out = out;
    }

    /** Whether colours are wanted (no-color.org). */
    static boolean hasColours() {
        String refused = System.getenv("NO_COLOR");
        return refused == null || refused.isEmpty();
    }

    /** Draws lines for a size; what is more or longer is cut. */
    void draw(List<String> lines, Size size) {
        StringBuilder frame = new StringBuilder(open ? "" : Ansi.OTHER_SCREEN).append(Ansi.HOME);
        open = true;
        int shown = Math.min(lines.size(), size.height);
        for (int i = 0; i < shown; i++) {
            // What was there goes first: behind a line of full width the cursor is still on it.
            boolean last = i == shown - 1;
            frame.append(last ? Ansi.REST_OF_SCREEN : Ansi.REST_OF_LINE);
            frame.append(cut(lines.get(i), size.width)).append(last ? "" : "\r\n");
        }
        out.print(frame);
        out.flush();
    }

    /** Shows again what was there before. */
    @Override
    public void close() {
        if (open) {
            out.print(Ansi.FIRST_SCREEN);
            out.flush();
            open = false;
        }
    }

    /** Cuts a line to the columns that are seen: what sets a colour takes none, and is reset. */
    static String cut(String line, int width) {
        int seen = 0;
        boolean coloured = false;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == Ansi.ESCAPE) {
                coloured = true;
                int end = line.indexOf('m', i);
                i = end < 0 ? line.length() : end;
            } else if (seen++ == width) {
                return line.substring(0, i) + (coloured ? Ansi.RESET : "");
            }
        }
        return line;
    }

    /** That of the terminal, or a usual one where there is none. */
    static Size size() {
        try {
            Process stty =
                    new ProcessBuilder("sh", "-c", "stty size </dev/tty")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer;
            try (InputStream stream = stty.getInputStream()) {
                answer = new String(stream.readAllBytes(), StandardCharsets.US_ASCII).strip();
            }
            stty.waitFor(1, TimeUnit.SECONDS);
            String[] numbers = answer.split(" ", -1);
            if (numbers.length == 2) {
                int height = Integer.parseInt(numbers[0]);
                int width = Integer.parseInt(numbers[1]);
                return new Size(height > 0 ? height : HEIGHT, width > 0 ? width : WIDTH);
            }
        } catch (IOException | NumberFormatException unknown) {
            return new Size(HEIGHT, WIDTH);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Size(HEIGHT, WIDTH);
    }
}
