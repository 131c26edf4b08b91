package io.automation.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.Formatter;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void documentsEveryOptionWithItsDefault() throws IOException {
        List<String> rows =
                AutomationOptions.all().stream().map(ConfigurationDocTest::row).toList();

        List<String> documented =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `automation."))
                        .toList();

        assertThat(documented).isEqualTo(rows);
    }

    private static String row(ConfigOption<?> option) {
        Formatter formatter = new HtmlFormatter();
        return "| `%s` | %s | %s |"
                .formatted(
                        option.key(),
                        option.hasDefaultValue() ? shown(option.defaultValue()) : "–",
                        formatter.format(option.description()));
    }

    private static String shown(Object value) {
        if (value instanceof Duration duration) {
            if (duration.toDays() > 0) {
                return duration.toDays() + " d";
            }
            if (duration.toHours() > 0) {
                return duration.toHours() + " h";
            }
            return duration.toMinutes() > 0
                    ? duration.toMinutes() + " min"
                    : duration.toSeconds() + " s";
        }
        return value instanceof Enum<?> constant
                ? constant.toString().toLowerCase(Locale.ROOT)
                : value.toString();
    }
}
