package io.automation.udfs.schedule;

import static io.automation.udfs.schedule.Schedules.ZONES;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Instants;
import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Condition.TimeCondition.Outside;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.OrganizationParser;
import io.automation.model.workflow.OrganizationRow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningHoursTest {

    private static final TimeCondition BUSINESS = condition(true, "", "");
    private static final TimeCondition ANY_DAY = condition(false, "", "");

    /** 2026-03-02 is a Monday. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:00:00Z, 2026-03-02T09:00:00.000Z",
        "2026-03-02T08:59:59.999Z, 2026-03-02T09:00:00.000Z",
        "2026-03-02T12:34:56.789Z, 2026-03-02T12:34:56.789Z",
        "2026-03-02T16:59:59.999Z, 2026-03-02T16:59:59.999Z",
        // the end is not inside
        "2026-03-02T17:00:00Z, 2026-03-03T09:00:00.000Z",
        // over the weekend
        "2026-03-06T17:00:00Z, 2026-03-09T09:00:00.000Z",
        "2026-03-07T12:00:00Z, 2026-03-09T09:00:00.000Z",
    })
    void opensFromNineToFiveOnWorkingDays(Instant from, String expected) {
        assertThat(next(BUSINESS, Organization.unknown("o"), from)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T00:00:00Z, 2026-03-03T05:30:00.000Z",
        "2026-03-03T21:58:00Z, 2026-03-03T21:58:00.000Z",
        "2026-03-03T21:59:00Z, 2026-03-07T05:30:00.000Z",
    })
    void takesTheHoursDaysAndZoneOfTheOrganization(Instant from, String expected) {
        Organization organization =
                organization(
                        "Africa/Lusaka",
                        "{\"business_hours\":{\"start\":\"07:30\",\"end\":\"23:59\",\"days\":[2,6]}}");

        assertThat(next(BUSINESS, organization, from)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // days_of_week intersects with the business days
        "true, 1 6, '', 2026-03-03T00:00:00Z, 2026-03-09T09:00:00.000Z",
        "true, 6 7, '', 2026-03-03T00:00:00Z, never",
        "false, 6, '', 2026-03-03T00:00:00Z, 2026-03-07T00:00:00.000Z",
        "false, 6, '', 2026-03-07T23:59:59.999Z, 2026-03-07T23:59:59.999Z",
        "false, 6, '', 2026-03-08T00:00:00Z, 2026-03-14T00:00:00.000Z",
        // excluded dates, of the business days and of whole ones
        "true, '', 2026-03-02, 2026-03-02T10:00:00Z, 2026-03-03T09:00:00.000Z",
        "true, '', 2026-03-06 2026-03-09, 2026-03-05T18:00:00Z, 2026-03-10T09:00:00.000Z",
        "false, '', 2026-03-02 2026-03-03, 2026-03-02T10:00:00Z, 2026-03-04T00:00:00.000Z",
        "false, 1, 2026-03-02 2026-03-09 2026-03-16, 2026-03-02T10:00:00Z, 2026-03-23T00:00:00.000Z",
        "false, '', '', 2026-03-02T10:00:00Z, 2026-03-02T10:00:00.000Z",
    })
    void opensOnTheDaysThatAreLeft(
            boolean businessHoursOnly, String days, String dates, Instant from, String expected) {
        TimeCondition condition = condition(businessHoursOnly, days, dates);

        assertThat(next(condition, Organization.unknown("o"), from)).isEqualTo(expected);
    }

    @Test
    void findsTheDayAfterManyHolidays() {
        LocalDate first = LocalDate.of(2026, 1, 1);
        Set<LocalDate> holidays = first.datesUntil(first.plusDays(700)).collect(Collectors.toSet());
        TimeCondition condition = new TimeCondition(false, null, Set.of(), holidays, Outside.DEFER);

        assertThat(
                        next(
                                condition,
                                Organization.unknown("o"),
                                Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo("2027-12-02T00:00:00.000Z");
    }

    @Test
    void prefersTheConditionsOwnZone() {
        TimeCondition condition =
                new TimeCondition(true, ZoneId.of("Asia/Tokyo"), Set.of(), Set.of(), Outside.DEFER);

        assertThat(
                        next(
                                condition,
                                organization("America/New_York", null),
                                Instant.parse("2026-03-01T20:00:00Z")))
                .isEqualTo("2026-03-02T00:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        // a day begins with its first instant, also where midnight lies in a gap
        "America/Sao_Paulo, 7, 2018-11-03T12:00:00Z, 2018-11-04T03:00:00.000Z",
        "Africa/Cairo, 5, 2024-04-24T00:00:00Z, 2024-04-25T22:00:00.000Z",
        // the hour that comes twice belongs to the day it ends
        "America/Sao_Paulo, 6, 2018-02-18T02:59:59.999Z, 2018-02-18T02:59:59.999Z",
        "America/Sao_Paulo, 7, 2018-02-18T02:30:00Z, 2018-02-18T03:00:00.000Z",
        // a Friday that never was
        "Pacific/Apia, 5, 2011-12-29T00:00:00Z, 2012-01-05T10:00:00.000Z",
        "Pacific/Apia, 6, 2011-12-29T00:00:00Z, 2011-12-30T10:00:00.000Z",
    })
    void beginsWholeDaysAtTheirFirstInstant(
            String zone, String days, Instant from, String expected) {
        TimeCondition condition = condition(false, days, "");

        assertThat(next(condition, organization(zone, null), from)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // a gap: the start is shifted, and so is the end
        "02:30, 09:00, 2026-03-29T00:00:00Z, 2026-03-29T01:30:00.000Z",
        "00:00, 02:30, 2026-03-29T01:29:59.999Z, 2026-03-29T01:29:59.999Z",
        "00:00, 02:30, 2026-03-29T01:30:00Z, 2026-03-29T22:00:00.000Z",
        // a start that is shifted behind the end: nothing is left of that day
        "02:30, 03:15, 2026-03-29T00:00:00Z, 2026-03-30T00:30:00.000Z",
        // a fold: both are those of the first pass
        "02:30, 09:00, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00.000Z",
        "00:00, 02:30, 2026-10-25T00:29:59.999Z, 2026-10-25T00:29:59.999Z",
        "00:00, 02:30, 2026-10-25T00:30:00Z, 2026-10-25T23:00:00.000Z",
    })
    void keepsBusinessHoursOnNightsWhenTheClockChanges(
            String start, String end, Instant from, String expected) {
        String hours =
                "{\"business_hours\":{\"start\":\"%s\",\"end\":\"%s\",\"days\":[0,1,2,3,4,5,6]}}";
        Organization berlin = organization("Europe/Berlin", hours.formatted(start, end));

        assertThat(next(BUSINESS, berlin, from)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2011-12-29T00:00:00Z, 2011-12-30T19:00:00.000Z",
        "2011-12-30T20:00:00Z, 2011-12-30T20:00:00.000Z",
        "2011-12-31T03:00:00Z, 2012-01-05T19:00:00.000Z",
    })
    void shiftsTheBusinessHoursOfADayThatNeverWas(Instant from, String expected) {
        TimeCondition fridays = condition(true, "5", "");

        assertThat(next(fridays, organization("Pacific/Apia", null), from)).isEqualTo(expected);
    }

    @Test
    void isOpenAtOnceWhenNothingIsAsked() {
        for (ZoneId zone : ZONES) {
            Instant now = Instant.parse("2026-03-29T01:30:00Z");

            assertThat(next(ANY_DAY, organization(zone.getId(), null), now))
                    .isEqualTo("2026-03-29T01:30:00.000Z");
        }
    }

    /** Against a clerk who looks at the door minute by minute. */
    @Test
    void opensWhenTheDoorDoes() {
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            long from = nearAChange(random, zone);
            Organization organization = randomOrganization(random, zone);
            TimeCondition condition = randomCondition(random, zone, from);
            Door door = new Door(condition, organization, from);
            OptionalLong found = OpeningHours.of(condition, organization).next(from);

            long minute = from;
            while (minute < from + Door.LOOKS && !door.isOpen(minute)) {
                minute = (minute / 60_000 + 1) * 60_000;
            }

            assertThat(found.isPresent() && found.getAsLong() < from + Door.LOOKS)
                    .isEqualTo(door.isOpen(minute));
            if (door.isOpen(minute)) {
                assertThat(Instants.text(found.getAsLong()))
                        .as("%s in %s from %s", condition, organization, Instants.text(from))
                        .isEqualTo(Instants.text(minute));
            }
        }
    }

    /** The hours of all days around an instant. */
    private static final class Door {

        static final long LOOKS = 5 * 24 * 3_600_000L;

        private final long[][] hours;

        Door(TimeCondition condition, Organization organization, long from) {
            NaiveClock clock = new NaiveClock(organization.zone());
            LocalDate date = LocalDate.ofEpochDay(from / 86_400_000L);
            hours =
                    date.minusDays(4)
                            .datesUntil(date.plusDays(9))
                            .filter(day -> !condition.excludedDates().contains(day))
                            .filter(day -> isOn(condition, organization, day.getDayOfWeek()))
                            .map(day -> hours(condition, organization, clock, day))
                            .toArray(long[][]::new);
        }

        private static boolean isOn(
                TimeCondition condition, Organization organization, DayOfWeek day) {
            boolean isBusiness = organization.businessHours().days().contains(day);
            boolean isWanted =
                    condition.daysOfWeek().isEmpty() || condition.daysOfWeek().contains(day);
            return isWanted && (isBusiness || !condition.businessHoursOnly());
        }

        private static long[] hours(
                TimeCondition condition,
                Organization organization,
                NaiveClock clock,
                LocalDate day) {
            return condition.businessHoursOnly()
                    ? new long[] {
                        clock.at(day, organization.businessHours().start()),
                        clock.at(day, organization.businessHours().end())
                    }
                    : new long[] {clock.startOf(day), clock.startOf(day.plusDays(1))};
        }

        boolean isOpen(long instant) {
            return Arrays.stream(hours).anyMatch(day -> day[0] <= instant && instant < day[1]);
        }
    }

    private static long nearAChange(Random random, ZoneId zone) {
        long any =
                random.nextLong(
                        Instant.parse("1980-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("2040-01-01T00:00:00Z").toEpochMilli());
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(any));
        long twoDays = 48 * 3_600_000L;
        return change == null
                ? any
                : change.getInstant().toEpochMilli() + random.nextLong(-twoDays, twoDays);
    }

    private static Organization randomOrganization(Random random, ZoneId zone) {
        LocalTime start = LocalTime.of(random.nextInt(4), random.nextInt(60));
        LocalTime end = start.plusMinutes(1 + random.nextInt(19 * 60));
        return organization(
                zone.getId(),
                "{\"business_hours\":{\"start\":\"%s\",\"end\":\"%s\",\"days\":[%d,%d,%d]}}"
                        .formatted(
                                start,
                                end,
                                random.nextInt(3),
                                3 + random.nextInt(2),
                                5 + random.nextInt(2)));
    }

    private static TimeCondition randomCondition(Random random, ZoneId zone, long from) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (random.nextBoolean()) {
            days.add(DayOfWeek.of(1 + random.nextInt(7)));
            days.add(DayOfWeek.of(1 + random.nextInt(7)));
        }
        LocalDate date = Instant.ofEpochMilli(from).atZone(zone).toLocalDate();
        Set<LocalDate> excluded = Set.of(date.plusDays(random.nextInt(-1, 4)));
        return new TimeCondition(random.nextBoolean(), null, days, excluded, Outside.DEFER);
    }

    private static TimeCondition condition(boolean businessHoursOnly, String days, String dates) {
        return new TimeCondition(
                businessHoursOnly,
                null,
                words(days)
                        .map(day -> DayOfWeek.of(Integer.parseInt(day)))
                        .collect(Collectors.toSet()),
                words(dates).map(LocalDate::parse).collect(Collectors.toSet()),
                Outside.DEFER);
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
    }

    private static Organization organization(String zone, @Nullable String settings) {
        return Objects.requireNonNull(
                OrganizationParser.parse(new OrganizationRow("o", "Otter & Oak", zone, settings))
                        .organization());
    }

    private static String next(TimeCondition condition, Organization organization, Instant from) {
        OptionalLong next = OpeningHours.of(condition, organization).next(from.toEpochMilli());
        return next.isEmpty() ? "never" : Instants.text(next.getAsLong());
    }
}
