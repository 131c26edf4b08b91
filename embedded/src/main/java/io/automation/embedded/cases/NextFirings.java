package io.automation.embedded.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.change.Instants;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.OrganizationParser;
import io.automation.model.workflow.OrganizationRow;
import io.automation.model.workflow.ParsedOrganization;
import io.automation.model.workflow.ParsedTrigger;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Problem.Level;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.WorkflowParser;
import io.automation.udfs.condition.InstantText;
import io.automation.udfs.schedule.Timetable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** When a scheduled trigger goes off: a case's instants, those of {@code until} included. */
final class NextFirings {

    /** A daily schedule of almost three centuries; nobody reads more. */
    private static final int MOST = 100_000;

    private static final Set<String> KEYS =
            Set.of("id", "trigger_type", "trigger_config", "timezone", "from", "until", "count");

    private final ObjectNode question;
    private final List<Problem> problems = new ArrayList<>();

    private NextFirings(ObjectNode question) {
        this.question = question;
    }

    static CaseAnswer of(ObjectNode question) {
        return new NextFirings(question).answer();
    }

    private CaseAnswer answer() {
        question.fieldNames().forEachRemaining(this::checkKey);
        Timetable timetable = timetable();
        Long from = instant("from");
        Long until = question.hasNonNull("until") ? instant("until") : null;
        Integer count = question.hasNonNull("count") ? count() : null;
        if (question.hasNonNull("until") == question.hasNonNull("count")) {
            refuse("contradiction", "/until", "give one of until and count");
        }
        if (!problems.isEmpty() || timetable == null || from == null) {
            return new Refusal(problems);
        }
        LongStream instants =
                until == null
                        ? timetable.from(from).limit(count == null ? 0 : count)
                        : timetable.between(from, until).limit(MOST + 1);
        List<Long> found = instants.boxed().toList();
        return found.size() > MOST
                ? Refusal.of(
                        "out_of_range", "/until", "more than " + MOST + " instants lie before it")
                : new Firings(timetable.zone(), found);
    }

    private void checkKey(String key) {
        if (!KEYS.contains(key)) {
            refuse(
                    "unknown_key",
                    '/' + key.replace("~", "~0").replace("/", "~1"),
                    "unknown key; a case has " + KEYS.stream().sorted().toList());
        }
    }

    private @Nullable Timetable timetable() {
        JsonNode type = question.path("trigger_type");
        String scheduled = TriggerType.SCHEDULED.code();
        if (question.hasNonNull("trigger_type") && !scheduled.equals(type.textValue())) {
            refuse(
                    "unknown_value",
                    "/trigger_type",
                    "only scheduled triggers go off by the clock alone, not " + type);
            return null;
        }
        JsonNode config = question.get("trigger_config");
        ParsedTrigger parsed =
                WorkflowParser.parseTrigger(
                        TriggerType.SCHEDULED, config == null ? null : config.toString());
        parsed.problems().stream().filter(Problem::isError).forEach(problems::add);
        Organization organization = organization();
        return organization != null && parsed.trigger() instanceof Scheduled trigger
                ? Timetable.of(trigger, organization.zone())
                : null;
    }

    private @Nullable Organization organization() {
        JsonNode zone = question.path("timezone");
        if (question.hasNonNull("timezone") && !zone.isTextual()) {
            refuse(
                    "wrong_type",
                    "/timezone",
                    "write an IANA name like \"Europe/Berlin\", not " + zone);
            return null;
        }
        ParsedOrganization parsed =
                OrganizationParser.parse(new OrganizationRow("", null, zone.textValue(), null));
        problems.addAll(parsed.problems());
        return parsed.organization();
    }

    private @Nullable Long instant(String key) {
        JsonNode text = question.path(key);
        if (!question.hasNonNull(key)) {
            refuse("missing", '/' + key, key + " is required");
            return null;
        }
        Long instant = text.isTextual() ? InstantText.millis(text.textValue()) : null;
        if (instant == null) {
            refuse("bad_time", '/' + key, text + " is no instant; write \"2026-03-01T09:00:00Z\"");
        }
        return instant;
    }

    private @Nullable Integer count() {
        JsonNode count = question.path("count");
        if (count.isIntegralNumber() && count.canConvertToInt()) {
            int number = count.intValue();
            if (number >= 0 && number <= MOST) {
                return number;
            }
        }
        refuse(
                "out_of_range",
                "/count",
                "write a whole number from 0 to " + MOST + ", not " + count);
        return null;
    }

    private void refuse(String code, String pointer, String message) {
        problems.add(new Problem(code, pointer, Level.ERROR, message));
    }

    /** Instants in epoch milliseconds, shown to people in the zone of their schedule. */
    private record Firings(ZoneId zone, List<Long> instants) implements CaseAnswer {

        private static final DateTimeFormatter LOCAL =
                DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm xxx VV", Locale.ENGLISH);

        @Override
        public void writeTo(ObjectNode json) {
            ArrayNode list = json.putArray("instants");
            instants.forEach(instant -> list.add(Instants.text(instant)));
        }

        @Override
        public String text() {
            return instants.isEmpty()
                    ? "never in that time"
                    : instants.stream().map(this::line).collect(Collectors.joining("\n"));
        }

        private String line(long instant) {
            return Instants.text(instant)
                    + "  "
                    + LOCAL.format(Instant.ofEpochMilli(instant).atZone(zone));
        }
    }
}
