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
    private record Size(int height, int width) {}

    Screen(PrintStream out) {
        this.out = out;
    }

    /** Whether colours are wanted (no-color.org). */
    static boolean hasColours() {
        String refused = System.getenv("NO_COLOR");
        return refused == null || refused.isEmpty();
    }

    int height() {
        return size().height;
    }

    void draw(List<String> lines) {
        Size size = size();
        StringBuilder frame = new StringBuilder(open ? "" : Ansi.OTHER_SCREEN).append(Ansi.HOME);
        open = true;
        int shown = Math.min(lines.size(), size.height);
        for (int i = 0; i < shown; i++) {
            frame.append(cut(lines.get(i), size.width)).append(Ansi.REST_OF_LINE);
            if (i < shown - 1) {
                frame.append("\r\n");
            }
        }
        out.print(frame.append(Ansi.REST_OF_SCREEN));
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

    /** A coloured line is longer than it looks; none is cut in the middle of a sequence. */
    private static String cut(String line, int width) {
        boolean coloured = line.indexOf('\u001b') >= 0;
        return coloured || line.length() <= width ? line : line.substring(0, width);
    }

    private static Size size() {
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
