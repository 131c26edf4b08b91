package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.workflow.Organization.BusinessHours;
import io.automation.model.workflow.Organization.FrequencyCap;
import io.automation.model.workflow.Problems.Code;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an organization's row. Only an unknown zone, unreadable business hours and settings that
 * are no JSON refuse it; any other value of a wrong type counts as absent.
 */
public final class OrganizationParser {

    private static final String HOURS = "business_hours";

    private final OrganizationRow row;
    private final Problems problems = new Problems();

    private OrganizationParser(OrganizationRow row) {
        this.row = row;
    }

    public static ParsedOrganization parse(OrganizationRow row) {
        OrganizationParser parser = new OrganizationParser(row);
        Organization organization = parser.organization();
        boolean refused = parser.problems.refused();
        return new ParsedOrganization(refused ? null : organization, parser.problems.list());
    }

    private Organization organization() {
        JsonNode settings = settings();
        return new Organization(
                row.id(),
                row.name(),
                zone(),
                businessHours(settings),
                negativeOutcomes(settings),
                frequencyCap(settings),
                text(settings, "from_email"),
                text(settings, "product_name"),
                settings);
    }

    private ZoneId zone() {
        String name = row.timezone();
        ZoneId zone = name == null ? ZoneOffset.UTC : Clocks.zone(name);
        if (zone == null) {
            problems.error(
                    Code.UNKNOWN_ZONE,
                    "/timezone",
                    "there is no time zone "
                            + Problems.quote(String.valueOf(name))
                            + "; write an IANA name like Europe/Berlin");
            return ZoneOffset.UTC;
        }
        return zone;
    }

    private JsonNode settings() {
        String text = row.settings();
        JsonNode settings = text == null ? null : Json.read(text);
        if (text != null && settings == null) {
            problems.error(Code.BAD_JSON, "/settings", "this is no JSON");
        }
        return settings != null && settings.isObject()
                ? settings
                : JsonNodeFactory.instance.objectNode();
    }

    private BusinessHours businessHours(JsonNode settings) {
        BusinessHours usual = BusinessHours.DEFAULT;
        if (Fields.isAbsent(settings.get(HOURS))) {
            return usual;
        }
        Fields hours = Fields.of(settings.get(HOURS), "/settings/" + HOURS, problems);
        LocalTime start = hours.time("start");
        LocalTime end = hours.time("end");
        Set<DayOfWeek> days = hours.daysOfWeek("days");
        BusinessHours read =
                new BusinessHours(
                        start == null ? usual.start() : start,
                        end == null ? usual.end() : end,
                        days.isEmpty() ? usual.days() : days);
        if (!problems.refused() && !read.start().isBefore(read.end())) {
            hours.error(Code.CONTRADICTION, "start", "the day starts at or after its end");
        }
        return read;
    }

    private static Set<String> negativeOutcomes(JsonNode settings) {
        JsonNode outcomes = settings.get("negative_outcomes");
        if (outcomes == null || !outcomes.isArray() || outcomes.isEmpty()) {
            return Organization.NEGATIVE_OUTCOMES;
        }
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode outcome : outcomes) {
            if (!outcome.isTextual()) {
                return Organization.NEGATIVE_OUTCOMES;
            }
            texts.add(outcome.textValue());
        }
        return texts;
    }

    private static @Nullable FrequencyCap frequencyCap(JsonNode settings) {
        JsonNode cap = settings.path("frequency_cap");
        BigDecimal max = Numbers.of(cap.path("max"));
        Long per = cap.path("per").isTextual() ? Durations.parse(cap.get("per").textValue()) : null;
        if (max == null || per == null || per == 0 || !isCount(max)) {
            return null;
        }
        return new FrequencyCap(max.intValueExact(), per);
    }

    private static boolean isCount(BigDecimal number) {
        return number.compareTo(BigDecimal.ONE) >= 0
                && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    private static @Nullable String text(JsonNode settings, String key) {
        return settings.path(key).textValue();
    }
}
