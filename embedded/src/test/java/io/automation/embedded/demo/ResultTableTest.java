package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    @Test
    void alignsTextLeftAndNumbersRight() {
        ResultTable table =
                new ResultTable(
                        List.of("name", "score"),
                        List.of(false, true),
                        List.of(List.of("Cloud Kettles", "41"), List.of("Moonbase Coffee", "100")));

        assertThat(table.lines())
                .containsExactly(
                        "name             score",
                        "---------------  -----",
                        "Cloud Kettles       41",
                        "Moonbase Coffee    100",
                        "(2 rows)");
    }

    @Test
    void standsASingleWideRowUpright() {
        String wide = "x".repeat(150);
        ResultTable table =
                new ResultTable(
                        List.of("id", "trigger_data"),
                        List.of(false, false),
                        List.of(List.of("1", wide)));

        assertThat(table.lines())
                .containsExactly("id            1", "trigger_data  " + wide, "(1 row)");
    }

    @Test
    void cutsWhatIsTooWideAmongOthers() {
        ResultTable table =
                new ResultTable(
                        List.of("text"),
                        List.of(false),
                        List.of(List.of("x".repeat(150)), List.of("y")));

        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void saysWhenThereIsNothing() {
        assertThat(new ResultTable(List.of("id"), List.of(false), List.of()).lines())
                .endsWith("(0 rows)");
    }
}
