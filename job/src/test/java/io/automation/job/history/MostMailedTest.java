package io.automation.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MostMailedTest {

    private static final long DAY = 24L * 3_600_000;

    private final MostMailed mostMailed = new MostMailed();

    @Test
    void countsWithinAnySevenDays() {
        mostMailed.add("a@example.com", 0);
        mostMailed.add("a@example.com", 6 * DAY);
        mostMailed.add("a@example.com", 8 * DAY);
        mostMailed.add("a@example.com", 12 * DAY);

        assertThat(mostMailed.mails()).isEqualTo(4);
        assertThat(mostMailed.mostInAWeek()).isEqualTo(3);
    }

    @Test
    void takesExactlyAWeekLaterForTheNextWeek() {
        mostMailed.add("a@example.com", 0);
        mostMailed.add("a@example.com", 7 * DAY);

        assertThat(mostMailed.mostInAWeek()).isEqualTo(1);
    }

    @Test
    void keepsAddressesApart() {
        mostMailed.add("a@example.com", 0);
        mostMailed.add("b@example.com", 0);

        assertThat(mostMailed.mostInAWeek()).isEqualTo(1);
    }
}
