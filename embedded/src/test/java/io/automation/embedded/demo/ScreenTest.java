package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private static final String GREEN = "\u001b[32m";
    private static final String RESET = Ansi.RESET;

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdef, 5, abcde",
        "ab<g>cd<r>ef, 6, ab<g>cd<r>ef",
        "ab<g>cd<r>ef, 5, ab<g>cd<r>e<r>",
        "ab<g>cd<r>ef, 3, ab<g>c<r>",
        "ab<g>cd<r>ef, 2, ab<g><r>",
        "ab<g>cd<r>, 4, ab<g>cd<r>",
    })
    void cutsByTheColumnsThatAreSeen(String line, int width, String shown) {
        assertThat(Screen.cut(coloured(line), width)).isEqualTo(coloured(shown));
    }

    @Test
    void drawsNoMoreLinesThanThereAreAndNeverScrolls() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(drawn, true, StandardCharsets.UTF_8));

        screen.draw(List.of("first line", "second", "third"), new Screen.Size(2, 5));

        assertThat(drawn.toString(StandardCharsets.UTF_8))
                .endsWith(Ansi.REST_OF_LINE + "first\r\n" + Ansi.REST_OF_SCREEN + "secon");
    }

    private static String coloured(String text) {
        return text.replace("<g>", GREEN).replace("<r>", RESET);
    }
}
