package io.automation.udfs.schedule;

import static io.automation.udfs.schedule.Schedules.ZONES;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Instants;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.udfs.condition.InstantText;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTimesTest {

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-03-01, 2026-03-02T00:00:00.000Z",
        "Europe/Berlin, 2026-03-28, 2026-03-28T23:00:00.000Z",
        "Europe/Berlin, 2026-03-29, 2026-03-29T22:00:00.000Z",
        "America/New_York, 2026-12-31, 2027-01-01T05:00:00.000Z",
        // the next day begins at one: midnight lies in a gap
        "America/Sao_Paulo, 2018-11-03, 2018-11-04T03:00:00.000Z",
        "Africa/Cairo, 2024-04-25, 2024-04-25T22:00:00.000Z",
        "Asia/Beirut, 2024-03-30, 2024-03-30T22:00:00.000Z",
        // the gap begins before midnight
        "America/Toronto, 1919-03-30, 1919-03-31T04:30:00.000Z",
        // the clock comes back into the day from midnight, and from a minute after it
        "America/Sao_Paulo, 2018-02-17, 2018-02-18T03:00:00.000Z",
        "America/St_Johns, 2010-11-06, 2010-11-07T02:30:00.000Z",
        "Australia/Lord_Howe, 2026-10-03, 2026-10-03T13:30:00.000Z",
        // the day after was skipped, and so ends with this one
        "Pacific/Apia, 2011-12-29, 2011-12-30T10:00:00.000Z",
        "Pacific/Apia, 2011-12-30, 2011-12-30T10:00:00.000Z",
        "Pacific/Apia, 2011-12-31, 2011-12-31T10:00:00.000Z",
    })
    void endsADayWithTheFirstInstantOfTheNext(String zone, LocalDate date, String expected) {
        long end = LocalTimes.endOf(date, ZoneId.of(zone));

        assertThat(Instants.text(end)).isEqualTo(expected);
    }

    @Test
    void beginsEveryDayAroundAChangeOfAnyClockWithItsFirstMinute() {
        for (ZoneId zone : ZONES) {
            NaiveClock clock = new NaiveClock(zone);
            for (ZoneOffsetTransition change : zone.getRules().getTransitions()) {
                LocalDate date = change.getDateTimeBefore().toLocalDate();
                if (date.getYear() >= 1980) {
                    for (int i = 0; i < 2; i++) {
                        assertThat(LocalTimes.startOf(date.plusDays(i), zone))
                                .as("%s in %s", date.plusDays(i), zone)
                                .isEqualTo(clock.startOf(date.plusDays(i)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-31, 0, 09:00, Europe/Berlin, 2026-03-31T07:00:00.000Z",
        "2026-03-31, -2, 02:30, Europe/Berlin, 2026-03-29T01:30:00.000Z",
        "2026-10-24, 1, 02:30, Europe/Berlin, 2026-10-25T00:30:00.000Z",
        "2026-03-01, -1, 09:00, UTC, 2026-02-28T09:00:00.000Z",
        "2024-02-22, 7, 00:00, UTC, 2024-02-29T00:00:00.000Z",
        "2026-01-01, -90, 23:59, America/New_York, 2025-10-04T03:59:00.000Z",
        "2011-12-31, -1, 09:00, Pacific/Apia, 2011-12-30T19:00:00.000Z",
    })
    void reachesADateSomeDaysOffAtTheTimeOfSending(
            LocalDate date, int offset, LocalTime sendTime, String zone, String expected) {
        DateReached trigger = new DateReached("contract_end_date", offset, sendTime);

        long instant = LocalTimes.reached(trigger, date, ZoneId.of(zone));

        assertThat(Instants.text(instant)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "2026-03-01,2026-03-01",
                "2026-03-01T10:00:00Z,2026-03-01",
                "2026-03-01 and more,2026-03-01",
                "2026-03-011,2026-03-01",
                "2024-02-29,2024-02-29",
                "2026-02-29,",
                "2026-13-01,",
                "2026-00-01,",
                "2026-04-31,",
                "2026-3-01,",
                "2026/03/01,",
                "20260301,",
                " 2026-03-01,",
                "2026-03-0x,",
                "+026-03-01,",
                "2026-03,",
                "01.03.2026,",
                "٢٠٢٦-03-01,",
                "'',",
            })
    void readsTheDateThatATextBeginsWith(String text, @Nullable LocalDate expected) {
        assertThat(InstantText.date(text)).isEqualTo(expected);
    }
}
