package io.automation.job.oracle;

import static io.automation.job.oracle.RefusedException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A good version of an organization.
 *
 * @param days business days, 0 is Sunday
 */
record Organization(
        ZoneId zone,
        JsonNode name,
        JsonNode settings,
        LocalTime start,
        LocalTime end,
        Set<Integer> days) {

    static final Organization NONE =
            new Organization(
                    ZoneOffset.UTC,
                    Values.JSON.nullNode(),
                    Values.object(),
                    LocalTime.of(9, 0),
                    LocalTime.of(17, 0),
                    Set.of(1, 2, 3, 4, 5));

    static Organization read(Map<String, JsonNode> row) throws RefusedException {
        JsonNode settings = Values.json(Values.get(row, "settings"));
        JsonNode hours = settings.path("business_hours");
        LocalTime start = NONE.start;
        LocalTime end = NONE.end;
        Set<Integer> days = new TreeSet<>();
        if (!Values.isNull(hours)) {
            check(hours.isObject(), "business_hours");
            start = time(hours.path("start"), start);
            end = time(hours.path("end"), end);
            check(start.isBefore(end), "business_hours end before they begin");
            for (JsonNode day : hours.path("days")) {
                check(day.isIntegralNumber() && day.asInt() >= 0 && day.asInt() <= 7, "days");
                days.add(day.asInt() % 7);
            }
        }
        String zone = Values.text(Values.get(row, "timezone"));
        try {
            return new Organization(
                    zone == null ? ZoneOffset.UTC : ZoneId.of(zone),
                    Values.get(row, "name"),
                    settings,
                    start,
                    end,
                    days.isEmpty() ? NONE.days : days);
        } catch (DateTimeException e) {
            throw new RefusedException("unknown zone");
        }
    }

    private static LocalTime time(JsonNode value, LocalTime usual) throws RefusedException {
        if (Values.isNull(value)) {
            return usual;
        }
        check(value.asText().matches("([01]\\d|2[0-3]):[0-5]\\d"), "no time of day");
        return LocalTime.parse(value.asText());
    }

    /** Outcomes that count as negative. */
    boolean isNegative(JsonNode outcome) {
        JsonNode own = settings.path("negative_outcomes");
        boolean isList = own.isArray() && !own.isEmpty();
        for (JsonNode text : own) {
            isList &= text.isTextual();
        }
        if (!isList) {
            return Set.of("negative", "no_show", "escalated", "lost").contains(outcome.asText());
        }
        for (JsonNode text : own) {
            if (text.equals(outcome)) {
                return true;
            }
        }
        return false;
    }
}
