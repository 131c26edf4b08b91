package io.automation.job.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.evaluate.CalendarIndex.Firing;
import io.automation.job.evaluate.CalendarIndex.Reached;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.job.evaluate.TriggerIndex.Schedule;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.udfs.schedule.Timetable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalendarIndexTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private final List<Schedule> schedules =
            List.of(
                    schedule("09:00", Set.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY)),
                    schedule("09:00", Set.of(DayOfWeek.MONDAY)),
                    schedule("02:30", Set.of(DayOfWeek.SUNDAY)));

    @Test
    void findsWhatGoesOffNextWhereverItIsAsked() {
        CalendarIndex calendar = new CalendarIndex(schedules, List.of(), BERLIN);
        Random random = new Random(3);

        for (int i = 0; i < 20_000; i++) {
            long from = START + random.nextLong(400 * DAY);
            if (i % 3 == 0) {
                from = schedules.get(i % 2).timetable().next(from) + random.nextInt(3) - 1;
            }
            Firing firing = calendar.firing(from);

            assertThat(firing).isNotNull();
            assertThat(firing.instant()).isEqualTo(next(from));
            assertThat(firing.schedules()).isEqualTo(at(firing.instant()));
        }
    }

    @Test
    void hasNothingToGoOffWithoutSchedules() {
        assertThat(new CalendarIndex(List.of(), List.of(), BERLIN).firing(0)).isNull();
    }

    @Test
    void ordersWhatADateBringsByInstant() {
        List<Acting<DateReached>> dates =
                IntStream.of(-7, 0, -90)
                        .mapToObj(
                                days ->
                                        new DateReached(
                                                "contract_end_date", days, LocalTime.of(9, 0)))
                        .map(trigger -> new Acting<>(null, null, trigger))
                        .toList();
        CalendarIndex calendar = new CalendarIndex(List.of(), dates, BERLIN);

        List<Reached> reached = calendar.dateFields.get(0).reached("2026-06-30");

        assertThat(reached)
                .extracting(each -> Instant.ofEpochMilli(each.instant()).toString())
                .containsExactly(
                        "2026-04-01T07:00:00Z", "2026-06-23T07:00:00Z", "2026-06-30T07:00:00Z");
        assertThat(calendar.dateFields.get(0).reached("soon")).isEmpty();
    }

    private long next(long from) {
        return schedules.stream()
                .mapToLong(each -> each.timetable().next(from))
                .min()
                .orElseThrow();
    }

    private List<Schedule> at(long instant) {
        return schedules.stream()
                .filter(each -> each.timetable().next(instant) == instant)
                .toList();
    }

    private static Schedule schedule(String time, Set<DayOfWeek> days) {
        Scheduled trigger =
                new Scheduled(
                        Scheduled.Schedule.WEEKLY,
                        LocalTime.parse(time),
                        null,
                        days,
                        1,
                        IntStream.rangeClosed(1, 12).boxed().collect(Collectors.toSet()));
        return new Schedule(new Acting<>(null, null, trigger), Timetable.of(trigger, BERLIN));
    }
}
