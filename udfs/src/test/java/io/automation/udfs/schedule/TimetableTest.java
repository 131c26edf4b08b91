package io.automation.udfs.schedule;

import static io.automation.udfs.schedule.Schedules.ZONES;
import static io.automation.udfs.schedule.Schedules.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Instants;
import io.automation.model.workflow.Trigger.Scheduled;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // daily, all days and some
                "UTC; 'schedule':'daily','time':'09:00'; 2026-03-01T09:00;"
                        + " 2026-03-01T09:00 2026-03-02T09:00 2026-03-03T09:00",
                "UTC; 'schedule':'daily','time':'09:00'; 2026-03-01T09:00:00.001;"
                        + " 2026-03-02T09:00 2026-03-03T09:00",
                "UTC; 'schedule':'daily','time':'00:00','days_of_week':[1,5]; 2026-03-01T00:00;"
                        + " 2026-03-02T00:00 2026-03-06T00:00 2026-03-09T00:00",
                // Sunday is 0 and 7
                "UTC; 'schedule':'daily','time':'09:00','days_of_week':[0]; 2026-03-01T00:00;"
                        + " 2026-03-01T09:00 2026-03-08T09:00",
                "UTC; 'schedule':'weekly','time':'09:00','days_of_week':[7]; 2026-03-01T00:00;"
                        + " 2026-03-01T09:00 2026-03-08T09:00",
                "UTC; 'schedule':'weekly','time':'09:00','days_of_week':[6,2]; 2026-03-01T00:00;"
                        + " 2026-03-03T09:00 2026-03-07T09:00 2026-03-10T09:00",
                // monthly: the first by default, cut to the month, the last
                "UTC; 'schedule':'monthly','time':'09:00'; 2026-01-02T00:00;"
                        + " 2026-02-01T09:00 2026-03-01T09:00",
                "UTC; 'schedule':'monthly','time':'09:00','day_of_month':31; 2026-01-31T09:00;"
                        + " 2026-01-31T09:00 2026-02-28T09:00 2026-03-31T09:00 2026-04-30T09:00",
                "UTC; 'schedule':'monthly','time':'09:00','day_of_month':30; 2024-01-31T00:00;"
                        + " 2024-02-29T09:00 2024-03-30T09:00",
                "UTC; 'schedule':'monthly','time':'09:00','day_of_month':29; 2023-02-01T00:00;"
                        + " 2023-02-28T09:00 2023-03-29T09:00",
                "UTC; 'schedule':'monthly','time':'09:00','day_of_month':-1; 2024-02-01T00:00;"
                        + " 2024-02-29T09:00 2024-03-31T09:00 2024-04-30T09:00",
                "UTC; 'schedule':'monthly','time':'09:00','months':[2,11]; 2026-02-01T09:01;"
                        + " 2026-11-01T09:00 2027-02-01T09:00 2027-11-01T09:00",
                // quarterly, also some of the quarters only
                "UTC; 'schedule':'quarterly','time':'09:00'; 2026-01-01T10:00;"
                        + " 2026-04-01T09:00 2026-07-01T09:00 2026-10-01T09:00 2027-01-01T09:00",
                "UTC; 'schedule':'quarterly','time':'09:00','day_of_month':-1; 2026-01-01T00:00;"
                        + " 2026-01-31T09:00 2026-04-30T09:00 2026-07-31T09:00 2026-10-31T09:00",
                "UTC; 'schedule':'quarterly','time':'09:00','months':[3,4]; 2026-01-01T00:00;"
                        + " 2026-04-01T09:00 2027-04-01T09:00",
                // the organization's zone, and the trigger's own instead
                "America/New_York; 'schedule':'daily','time':'09:00'; 2026-03-07T00:00;"
                        + " 2026-03-07T14:00 2026-03-08T13:00",
                "America/New_York; 'schedule':'daily','time':'09:00','timezone':'Asia/Tokyo';"
                        + " 2026-03-07T00:00; 2026-03-07T00:00 2026-03-08T00:00",
                // a gap: forward by its length, and only on that day
                "Europe/Berlin; 'schedule':'daily','time':'02:30'; 2026-03-28T00:00;"
                        + " 2026-03-28T01:30 2026-03-29T01:30 2026-03-30T00:30",
                "Europe/Berlin; 'schedule':'daily','time':'02:00'; 2026-03-29T00:00;"
                        + " 2026-03-29T01:00 2026-03-30T00:00",
                "Europe/Berlin; 'schedule':'daily','time':'03:00'; 2026-03-29T00:00;"
                        + " 2026-03-29T01:00 2026-03-30T01:00",
                "Australia/Lord_Howe; 'schedule':'daily','time':'02:15'; 2026-10-03T00:00;"
                        + " 2026-10-03T15:45 2026-10-04T15:15",
                // a fold: once, at the first pass
                "Europe/Berlin; 'schedule':'daily','time':'02:30'; 2026-10-24T12:00;"
                        + " 2026-10-25T00:30 2026-10-26T01:30",
                "Europe/Berlin; 'schedule':'daily','time':'02:30'; 2026-10-25T00:30:00.001;"
                        + " 2026-10-26T01:30",
                "Australia/Lord_Howe; 'schedule':'daily','time':'01:45'; 2026-04-04T00:00;"
                        + " 2026-04-04T14:45 2026-04-05T15:15",
                // gaps and a fold at midnight
                "America/Sao_Paulo; 'schedule':'daily','time':'00:00'; 2018-11-03T00:00;"
                        + " 2018-11-03T03:00 2018-11-04T03:00 2018-11-05T02:00",
                "America/Sao_Paulo; 'schedule':'daily','time':'23:30'; 2018-02-17T12:00;"
                        + " 2018-02-18T01:30 2018-02-19T02:30",
                "Africa/Cairo; 'schedule':'weekly','time':'00:30','days_of_week':[5];"
                        + " 2024-04-20T00:00; 2024-04-25T22:30 2024-05-02T21:30",
                "Asia/Beirut; 'schedule':'monthly','time':'00:00','day_of_month':-1;"
                        + " 2024-03-01T00:00; 2024-03-30T22:00 2024-04-29T21:00",
                // a day that never was: its time is the next day's, and an instant counts once
                "Pacific/Apia; 'schedule':'daily','time':'09:00'; 2011-12-29T00:00;"
                        + " 2011-12-29T19:00 2011-12-30T19:00 2011-12-31T19:00",
                "Pacific/Apia; 'schedule':'weekly','time':'09:00','days_of_week':[5];"
                        + " 2011-12-24T00:00; 2011-12-30T19:00 2012-01-05T19:00",
                "Pacific/Apia; 'schedule':'monthly','time':'09:00','day_of_month':30;"
                        + " 2011-12-01T00:00; 2011-12-30T19:00 2012-01-29T19:00",
                // zones that java.time knows as abbreviations
                "UTC; 'schedule':'daily','time':'09:00','timezone':'EST'; 2026-07-01T00:00;"
                        + " 2026-07-01T14:00",
            })
    void goesOffAt(String zone, String config, String from, String expected) {
        Timetable timetable = Timetable.of(scheduled(config), ZoneId.of(zone));
        String[] instants = expected.strip().split(" ");

        String found =
                timetable
                        .from(instant(from.strip()))
                        .limit(instants.length)
                        .mapToObj(Instants::text)
                        .collect(Collectors.joining(" "));

        assertThat(found.replace(":00.000Z", "")).isEqualTo(expected.strip());
    }

    @Test
    void findsTheLatestUpToAnInstant() {
        Timetable timetable =
                Timetable.of(
                        scheduled("'schedule':'monthly','time':'02:30','day_of_month':29"), BERLIN);

        assertThat(timetable.previous(instant("2026-03-29T01:30")))
                .isEqualTo(instant("2026-03-29T01:30"));
        assertThat(timetable.previous(instant("2026-03-29T01:29:59.999")))
                .isEqualTo(instant("2026-02-28T01:30"));
    }

    @Test
    void findsAShiftedInstantOfTheDayBefore() {
        Timetable fridays =
                Timetable.of(
                        scheduled("'schedule':'weekly','time':'09:00','days_of_week':[5]"),
                        ZoneId.of("Pacific/Apia"));
        long shifted = instant("2011-12-30T19:00");

        assertThat(fridays.next(instant("2011-12-30T18:00"))).isEqualTo(shifted);
        assertThat(fridays.previous(instant("2011-12-31T18:00"))).isEqualTo(shifted);
    }

    /** The clock goes from 00:01 back to 23:01, so midnight is over and the day before goes on. */
    @Test
    void findsAnInstantOfTheDayThatTheClockWentBackFrom() {
        Timetable midnights =
                Timetable.of(
                        scheduled("'schedule':'daily','time':'00:00'"),
                        ZoneId.of("America/St_Johns"));
        long midnight = instant("2010-11-07T02:30");

        assertThat(midnights.previous(instant("2010-11-07T03:00"))).isEqualTo(midnight);
        assertThat(midnights.next(instant("2010-11-07T03:00")))
                .isEqualTo(instant("2010-11-08T03:30"));
    }

    @Test
    void takesBothEndsIn() {
        Timetable timetable = Timetable.of(scheduled("'schedule':'daily','time':'09:00'"), BERLIN);
        long monday = instant("2026-03-02T08:00");
        long tuesday = instant("2026-03-03T08:00");

        assertThat(timetable.between(monday, tuesday)).containsExactly(monday, tuesday);
        assertThat(timetable.between(monday + 1, tuesday - 1)).isEmpty();
        assertThat(timetable.between(tuesday, monday)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'schedule':'daily','time':'00:00'",
                "'schedule':'daily','time':'02:30','days_of_week':[0,4,5,6]",
                "'schedule':'weekly','time':'00:30','days_of_week':[7]",
                "'schedule':'weekly','time':'23:45','days_of_week':[1,2,3,4,5,6]",
                "'schedule':'monthly','time':'01:15','day_of_month':31",
                "'schedule':'monthly','time':'02:00','day_of_month':-1,'months':[3,4,10,11]",
                "'schedule':'quarterly','time':'03:00','day_of_month':30",
            })
    void firesOncePerSlotInEveryZone(String config) {
        Scheduled trigger = scheduled(config);
        for (int year : new int[] {2011, 2018, 2026}) {
            LocalDate first = LocalDate.of(year, 1, 1);
            LocalDate last = LocalDate.of(year + 1, 12, 31);
            for (ZoneId zone : ZONES) {
                NaiveClock clock = new NaiveClock(zone);
                List<Long> slots = clock.slots(trigger, first, last);

                List<Long> found =
                        Timetable.of(trigger, zone)
                                .between(clock.startOf(first), clock.startOf(last.plusDays(1)) - 1)
                                .boxed()
                                .toList();

                assertThat(found)
                        .as("%s from %d", zone, year)
                        .isEqualTo(slots.stream().distinct().toList());
            }
        }
    }

    @Test
    void agreesWithItselfAtAnyInstant() {
        Random random = new Random(5);
        for (int i = 0; i < 4_000; i++) {
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            Scheduled trigger = randomTrigger(random);
            long instant = interestingInstant(random, zone);
            LocalDate date = Instant.ofEpochMilli(instant).atZone(zone).toLocalDate();
            List<Long> slots =
                    new NaiveClock(zone).slots(trigger, date.minusDays(100), date.plusDays(100));
            Timetable timetable = Timetable.of(trigger, zone);
            String story = trigger + " in " + zone + " at " + Instants.text(instant);

            long next = timetable.next(instant);
            long previous = timetable.previous(instant);

            assertThat(next)
                    .as(story)
                    .isEqualTo(slots.stream().filter(slot -> slot >= instant).findFirst().get());
            assertThat(previous)
                    .as(story)
                    .isEqualTo(
                            slots.stream()
                                    .filter(slot -> slot <= instant)
                                    .reduce((one, other) -> other)
                                    .get());
            assertThat(timetable.next(next)).isEqualTo(next);
            assertThat(timetable.previous(previous)).isEqualTo(previous);
            assertThat(timetable.previous(timetable.next(next + 1) - 1)).as(story).isEqualTo(next);
            assertThat(timetable.between(previous, next))
                    .as(story)
                    .containsExactlyElementsOf(
                            previous == next ? List.of(next) : List.of(previous, next));
        }
    }

    /** What the search relies on, of every change of every clock that is known. */
    @Test
    void neverRunsBackwardsFromDayToDay() {
        List<LocalTime> times =
                List.of(
                        LocalTime.MIDNIGHT,
                        LocalTime.of(0, 1),
                        LocalTime.of(0, 30),
                        LocalTime.of(2, 30),
                        LocalTime.NOON,
                        LocalTime.of(23, 59));
        for (ZoneId zone : ZONES) {
            for (ZoneOffsetTransition change : zone.getRules().getTransitions()) {
                LocalDate day = change.getDateTimeBefore().toLocalDate().minusDays(3);
                for (LocalTime time : times) {
                    long before = Long.MIN_VALUE;
                    for (int i = 0; i < 6; i++) {
                        long instant = LocalTimes.at(day.plusDays(i), time, zone);
                        assertThat(instant).isGreaterThanOrEqualTo(before);
                        before = instant;
                    }
                }
            }
        }
    }

    private static Scheduled randomTrigger(Random random) {
        int hour = Math.floorMod(random.nextInt(6) - 1, 24);
        String time = String.format("'time':'%02d:%02d'", hour, random.nextInt(60));
        int day = random.nextInt(32);
        String dayOfMonth = ",'day_of_month':" + (day == 0 ? -1 : day);
        String weekdays = ",'days_of_week':[" + random.nextInt(8) + ',' + random.nextInt(8) + ']';
        return scheduled(
                time
                        + switch (random.nextInt(5)) {
                            case 0 -> ",'schedule':'daily'";
                            case 1 -> ",'schedule':'daily'" + weekdays;
                            case 2 -> ",'schedule':'weekly'" + weekdays;
                            case 3 -> ",'schedule':'monthly'" + dayOfMonth;
                            default -> ",'schedule':'quarterly'" + dayOfMonth;
                        });
    }

    /** Mostly near a change of the clock, where mistakes would be. */
    private static long interestingInstant(Random random, ZoneId zone) {
        long any = random.nextLong(instant("1970-01-01T00:00"), instant("2040-01-01T00:00"));
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(any));
        if (change == null || random.nextInt(4) == 0) {
            return any;
        }
        long twoDays = 48 * 3_600_000L;
        return change.getInstant().toEpochMilli() + random.nextLong(-twoDays, twoDays);
    }

    private static long instant(String text) {
        return Instant.parse(text + (text.length() == 16 ? ":00Z" : "Z")).toEpochMilli();
    }
}
