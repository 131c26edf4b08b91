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

        assertThat(table.lines(100))
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

        assertThat(table.lines(100))
                .containsExactly("id            1", "trigger_data  " + wide, "(1 row)");
    }

    @Test
    void standsAllRowsUprightThatWouldNotFitAndCutsNothing() {
        String wide = "x".repeat(150);
        ResultTable table =
                new ResultTable(
                        List.of("id", "text"),
                        List.of(true, false),
                        List.of(List.of("1", wide), List.of("2", "")));

        assertThat(table.lines(100))
                .containsExactly("id    1", "text  " + wide, "", "id    2", "text", "(2 rows)");
        assertThat(table.lines(156))
                .containsExactly(
                        "id  text", "--  " + "-".repeat(150), " 1  " + wide, " 2", "(2 rows)");
    }

    @Test
    void saysWhenThereIsNothing() {
        assertThat(new ResultTable(List.of("id"), List.of(false), List.of()).lines(100))
                .endsWith("(0 rows)");
    }
}
