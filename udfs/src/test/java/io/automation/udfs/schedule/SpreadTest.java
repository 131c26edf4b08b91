package io.automation.udfs.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.udfs.condition.AccountHash;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {

    private static final long CENTURY = 36_525L * 24 * 3_600_000;

    /** Hashes by {@code printf %s workflow:account | sha256sum | cut -c1-8}. */
    @ParameterizedTest
    @CsvSource({
        "w1, a1, 6dd4f866",
        "0f8fad5b-d9cb-469f-a165-70867728950e, 7c9e6679-7425-40de-944b-e07fc1f90ae7, e697727b",
    })
    void hashesTheWorkflowWithTheAccount(String workflow, String account, String hash) {
        assertThat(AccountHash.of(workflow, account)).isEqualTo(Long.parseLong(hash, 16));
    }

    @Test
    void waitsTheSharesOfItsHash() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            String account = "a" + i;
            long spread = random.nextLong(CENTURY) >> random.nextInt(40);
            BigInteger share =
                    BigInteger.valueOf(AccountHash.of("w", account))
                            .multiply(BigInteger.valueOf(spread))
                            .shiftRight(32);

            assertThat(Spread.waitMillis("w", account, spread)).isEqualTo(share.longValueExact());
        }
    }

    @Test
    void staysWithinTheSpreadAndFillsIt() {
        long hour = 3_600_000;
        LongStream waits =
                LongStream.range(0, 10_000).map(i -> Spread.waitMillis("w", "a" + i, hour));

        long[] tenths = new long[10];
        waits.forEach(wait -> tenths[(int) (wait * 10 / hour)]++);

        assertThat(Arrays.stream(tenths)).allMatch(count -> count > 900 && count < 1_100);
        assertThat(Spread.waitMillis("w", "a", 0)).isZero();
    }
}
