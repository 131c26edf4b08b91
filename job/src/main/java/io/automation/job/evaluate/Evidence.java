package io.automation.job.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.model.change.Change;
import io.automation.model.change.Instants;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Durations;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Holdout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one judgement compared, in its order; where nobody listens nothing is kept. */
final class Evidence {

    /** Where nobody listens. */
    static final Evidence NONE = new Evidence(false, List.of());

    private static final JsonFactory JSON = new ObjectMapper().getFactory();
    private static final int MOST_DIGITS = 60;
    private static final long HOUR = 3_600_000;

    private final boolean isKept;
    private final List<Compared> trigger;
    private final @Nullable List<Compared> conditions;
    private final List<Compared> admission;

    private Evidence(boolean isKept, List<Compared> trigger) {
        this.isKept = isKept;
        this.trigger = isKept ? new ArrayList<>(trigger) : List.of();
        this.conditions = isKept ? new ArrayList<>() : null;
        this.admission = isKept ? new ArrayList<>() : List.of();
    }

    /** That of an occurrence, or of a fact that raised none. */
    static Evidence of(@Nullable List<Compared> trigger) {
        return new Evidence(true, trigger == null ? List.of() : trigger);
    }

    /** Where the conditions' comparisons go; null where nobody listens. */
    @Nullable List<Compared> conditions() {
        return conditions;
    }

    void armed(Workflow workflow, Occurrence occurrence, boolean isArmed) {
        if (isKept
                && workflow.trigger() instanceof HealthScoreChange change
                && change.rearmThreshold() != null) {
            Object score = occurrence.data().variables().get("current");
            trigger.add(Compared.of("armed", change.rearmThreshold(), score, isArmed));
        }
    }

    /** A workflow that starts nothing; null for one that is gone. */
    void notActive(@Nullable DefinitionVersion version) {
        if (!isKept) {
            return;
        }
        Workflow workflow = version == null ? null : version.workflow();
        Object since =
                version == null || version.from() <= Change.BEGINNING
                        ? null
                        : since(version.from());
        admission.add(
                Compared.of("active", null, workflow == null ? null : stateOf(workflow), false)
                        .with("since", since));
    }

    private static String stateOf(Workflow workflow) {
        return switch (workflow.status()) {
            case DRAFT -> "draft";
            case PAUSED -> "paused";
            case ACTIVE -> "disabled";
        };
    }

    void notInScope() {
        if (isKept) {
            admission.add(Compared.of("in_scope", null, null, false));
        }
    }

    void ownChange(@Nullable Origin origin, boolean isAllowed) {
        if (isKept && origin != null) {
            admission.add(Compared.of("own_change", null, origin.runId(), isAllowed));
        }
    }

    void keyUsed(String runId) {
        if (isKept) {
            admission.add(Compared.of("key_used", null, runId, false));
        }
    }

    void loopGuard(Origin origin, boolean isLoop) {
        if (isKept) {
            admission.add(
                    Compared.of("loop_guard", null, origin.runId(), !isLoop)
                            .with("depth", origin.depth()));
        }
    }

    void staleEvent(long maxAgeMillis, long ageMillis) {
        if (isKept) {
            admission.add(
                    Compared.of(
                            "stale_event",
                            maxAgeMillis / HOUR + "h",
                            ageMillis / HOUR + "h",
                            false));
        }
    }

    void cooldown(long cooldownMillis, long lastAt, boolean isOver) {
        if (isKept && cooldownMillis > 0) {
            boolean isFirst = lastAt == Long.MIN_VALUE;
            admission.add(
                    Compared.of(
                                    "cooldown",
                                    Durations.text(cooldownMillis),
                                    isFirst ? null : since(lastAt),
                                    isOver)
                            .with("until", isFirst ? null : since(lastAt + cooldownMillis)));
        }
    }

    void alreadyActive(@Nullable OpenRun unfinished) {
        if (!isKept) {
            return;
        }
        Compared compared =
                Compared.of(
                        "already_active",
                        null,
                        unfinished == null ? null : unfinished.run().id(),
                        unfinished == null);
        if (unfinished != null) {
            compared =
                    compared.with("step", unfinished.next())
                            .with(
                                    "due_at",
                                    unfinished.dueAt() == Long.MAX_VALUE
                                            ? null
                                            : since(unfinished.dueAt()));
        }
        admission.add(compared);
    }

    void reEntry(int max, long intervalMillis, int count) {
        if (isKept) {
            String interval =
                    intervalMillis == Long.MAX_VALUE ? null : Durations.text(intervalMillis);
            Map<String, @Nullable Object> asked = new LinkedHashMap<>();
            asked.put("max", max);
            asked.put("interval", interval);
            admission.add(Compared.of("re_entry", asked, count, count < max));
        }
    }

    void holdout(String workflowId, String accountId, BigDecimal percent, boolean isHeldOut) {
        if (isKept && percent.signum() > 0) {
            admission.add(
                    Compared.of(
                            "holdout", percent, Holdout.share(workflowId, accountId), !isHeldOut));
        }
    }

    private static Instant since(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis);
    }

    /**
     * What was compared, as JSON text.
     *
     * @param fact what brought it about; null for a deadline's or a schedule's own instant
     * @param at the instant, in epoch milliseconds
     */
    String json(@Nullable Change fact, long at) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("fact");
            if (fact == null) {
                json.writeStringField("deadline", Instants.text(at));
            } else {
                json.writeStringField("table", fact.table().tableName());
                json.writeStringField("row_id", fact.rowId());
                json.writeStringField(
                        "position", fact.hasPosition() ? Long.toString(fact.lsn()) : null);
                json.writeStringField("at", Instants.text(fact.at()));
            }
            json.writeEndObject();
            write("trigger", trigger, json);
            write("conditions", conditions == null ? List.of() : conditions, json);
            write("admission", admission, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can be written", e);
        }
        return text.toString();
    }

    private static void write(String part, List<Compared> comparisons, JsonGenerator json)
            throws IOException {
        if (comparisons.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(part);
        for (Compared each : comparisons) {
            json.writeStartObject();
            json.writeStringField("test", each.test());
            json.writeFieldName("asked");
            write(each.asked(), json);
            json.writeFieldName("found");
            write(each.found(), json);
            json.writeBooleanField("holds", each.holds());
            for (Compared.Extra extra : each.extras()) {
                json.writeFieldName(extra.name());
                write(extra.value(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof BigDecimal number) {
            write(number, json);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Instant instant) {
            json.writeString(Instants.text(instant.toEpochMilli()));
        } else if (value instanceof JsonNode node) {
            if (node.isNumber()) {
                write(node.decimalValue(), json);
            } else if (node.isTextual()) {
                write(node.textValue(), json);
            } else {
                json.writeTree(node);
            }
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object member : list) {
                write(member, json);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else {
            // PostgreSQL's JSON has no room for this character.
            json.writeString(value.toString().replace('\0', '\uFFFD'));
        }
    }

    /** A number that could fill the memory when it is written out stays the text it was. */
    private static void write(BigDecimal number, JsonGenerator json) throws IOException {
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            json.writeString(number.toString());
        } else {
            json.writeNumber(number.stripTrailingZeros().toPlainString());
        }
    }
}
