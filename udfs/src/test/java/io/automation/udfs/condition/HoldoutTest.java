package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldoutTest {

    /** Buckets by {@code printf %s workflow:account | sha256sum | cut -c1-8}, modulo 10000. */
    @ParameterizedTest
    @CsvSource({
        "w1, a1, 3766",
        "11111111-1111-1111-1111-111111111111, 22222222-2222-2222-2222-222222222222, 1964",
        "0f8fad5b-d9cb-469f-a165-70867728950e, 7c9e6679-7425-40de-944b-e07fc1f90ae7, 4923"
    })
    void holdsOutBelowThePercentage(String workflow, String account, int bucket) {
        BigDecimal equal = BigDecimal.valueOf(bucket, 2);
        BigDecimal above = equal.add(new BigDecimal("0.0001"));

        assertThat(Holdout.heldOut(workflow, account, equal)).isFalse();
        assertThat(Holdout.heldOut(workflow, account, above)).isTrue();
    }

    @Test
    void holdsOutNobodyOrEverybodyAtTheEnds() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Holdout.heldOut("w", "a" + i, BigDecimal.ZERO)).isFalse();
            assertThat(Holdout.heldOut("w", "a" + i, new BigDecimal("100"))).isTrue();
        }
    }

    @Test
    void holdsOutItsShare() {
        BigDecimal eighth = new BigDecimal("12.5");

        long heldOut =
                IntStream.range(0, 10_000)
                        .filter(i -> Holdout.heldOut("w", Integer.toString(i), eighth))
                        .count();

        assertThat(heldOut).isEqualTo(1_252);
    }
}
