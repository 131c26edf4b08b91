package io.automation.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortKeyTest {

    @Test
    void sortsNumbersByValue() {
        assertAscending(
                List.of(Long.MIN_VALUE, -1L << 52, -1L, 0L, 1L, 255L, 256L, Long.MAX_VALUE).stream()
                        .map(number -> new SortKey().number(number).bytes())
                        .toList());
    }

    @Test
    void sortsTextsByCodePointAndAnAbsentOneFirst() {
        assertAscending(
                Arrays.asList(null, "", "a", "a\0b", "aa", "b", "ä", "\uFFFD", "\uD83D\uDE00")
                        .stream()
                        .map(text -> new SortKey().text(text).text("z").bytes())
                        .toList());
    }

    @Test
    void sortsByTheFirstPartThatDiffers() {
        assertAscending(
                List.of(
                        new SortKey().number(1).text("b").text(null).bytes(),
                        new SortKey().number(1).text("b").text("a").bytes(),
                        new SortKey().number(1).text("ba").text(null).bytes(),
                        new SortKey().number(2).text("a").text(null).bytes()));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -5, 0, 1_772_355_600_000L})
    void readsBackTheNumberAtTheEnd(long number) {
        assertThat(SortKey.lastNumber(new SortKey().text("x").number(number).bytes()))
                .isEqualTo(number);
    }

    private static void assertAscending(List<byte[]> keys) {
        for (int i = 1; i < keys.size(); i++) {
            assertThat(Arrays.compareUnsigned(keys.get(i - 1), keys.get(i)))
                    .as("key %d", i)
                    .isNegative();
        }
    }
}
