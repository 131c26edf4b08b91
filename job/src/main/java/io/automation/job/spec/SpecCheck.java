package io.automation.job.spec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.history.FolderOutput;
import io.automation.job.spec.Spec.ExpectedRefusal;
import io.automation.job.spec.Spec.ExpectedRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares what a replay found with what a spec asks for; each difference is said in words. */
public final class SpecCheck {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

    private final Spec spec;
    private final List<JsonNode> runs;
    private final List<JsonNode> deliveries;

    /** The names of workflows and accounts by their ids. */
    private final Map<String, String> names = new HashMap<>();

    SpecCheck(Spec spec, List<JsonNode> runs, List<JsonNode> deliveries) {
        this.spec = spec;
        this.runs = runs;
        this.deliveries = deliveries;
        for (SpecLine line : spec.lines()) {
            if (line instanceof SpecChange change && change.columns().has("name")) {
                names.put(change.id(), change.columns().path("name").asText());
            }
        }
    }

    /** How a spec and the output of its replay differ; empty where it holds. */
    public static List<String> differences(Spec spec, Path output) throws IOException {
        SpecCheck check =
                new SpecCheck(spec, lines(output, "runs.jsonl"), lines(output, "deliveries.jsonl"));
        JsonNode summary = summary(output);
        List<String> differences = new ArrayList<>(check.refusals(summary));
        differences.addAll(check.runs());
        differences.addAll(check.deadLetters(lines(output, "dead_letters.jsonl")));
        differences.addAll(check.notFollowed(summary));
        return differences;
    }

    private static JsonNode summary(Path output) throws IOException {
        return JSON.readTree(Files.readString(output.resolve(FolderOutput.SUMMARY)));
    }

    private static List<JsonNode> lines(Path output, String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** How the runs differ, those that were expected first. */
    List<String> runs() {
        List<JsonNode> left = new ArrayList<>(runs);
        List<ExpectedRun> missing = new ArrayList<>();
        for (ExpectedRun run : spec.runs()) {
            JsonNode asked = asked(run);
            if (take(left, found -> view(found, run).equals(asked)) == null) {
                missing.add(run);
            }
        }
        List<String> differences = new ArrayList<>();
        for (ExpectedRun run : missing) {
            JsonNode near = take(left, found -> isSameOccurrence(found, run));
            differences.add(near == null ? absent(run) : changed(run, near));
        }
        left.forEach(run -> differences.add(unexpected(run)));
        return differences;
    }

    private static boolean isSameOccurrence(JsonNode found, ExpectedRun run) {
        return instant(found).equals(run.at())
                && isSame(run.workflowId(), found.path("workflow_id"))
                && isSame(run.accountId(), found.path("account_id"));
    }

    private static boolean isSame(@Nullable String expected, JsonNode found) {
        return expected == null || expected.equals(found.asText());
    }

    private static @Nullable JsonNode take(List<JsonNode> left, Predicate<JsonNode> isIt) {
        for (Iterator<JsonNode> each = left.iterator(); each.hasNext(); ) {
            JsonNode run = each.next();
            if (isIt.test(run)) {
                each.remove();
                return run;
            }
        }
        return null;
    }

    private String absent(ExpectedRun run) {
        return "%s  expected %s%s; there is no such run"
                .formatted(
                        SpecTime.text(run.at()),
                        outcome(run.status(), run.reason()),
                        of(run.workflowId(), run.accountId()));
    }

    private String unexpected(JsonNode run) {
        StringBuilder text = new StringBuilder();
        text.append(SpecTime.text(instant(run)))
                .append("  nobody expects ")
                .append(outcome(run.path("status").asText(), reason(run)))
                .append(of(run.path("workflow_id").asText(), run.path("account_id").textValue()));
        List<String> mails = new ArrayList<>();
        for (JsonNode mail : mailsOf(run)) {
            mails.add(mail.path("to").asText());
        }
        if (!mails.isEmpty()) {
            text.append(", mail to ").append(String.join(", ", mails));
        }
        List<String> data = new ArrayList<>();
        for (Map.Entry<String, JsonNode> value : run.path("trigger_data").properties()) {
            if (value.getValue().isValueNode() && !value.getValue().isNull()) {
                data.add(value.getKey() + " " + plain(value.getValue()).asText());
            }
        }
        return data.isEmpty() ? text.toString() : text + " (" + String.join(", ", data) + ")";
    }

    private String changed(ExpectedRun run, JsonNode found) {
        Map<String, JsonNode> expected = flat(asked(run));
        Map<String, JsonNode> actual = flat(view(found, run));
        List<String> parts = new ArrayList<>();
        String foundOutcome = outcome(found.path("status").asText(), reason(found));
        String asked = outcome(run.status(), run.reason());
        if (!asked.equals(foundOutcome)) {
            parts.add("expected " + asked + ", found " + foundOutcome);
        }
        expected.forEach(
                (key, value) -> {
                    boolean isOutcome = key.equals("status") || key.equals("reason");
                    if (!isOutcome && !value.equals(actual.get(key))) {
                        parts.add(
                                "%s: expected %s, found %s"
                                        .formatted(key, word(value), word(actual.get(key))));
                    }
                });
        actual.forEach(
                (key, value) -> {
                    if (!expected.containsKey(key)) {
                        parts.add(key + ": expected none, found " + word(value));
                    }
                });
        return SpecTime.text(run.at())
                + of(run.workflowId(), run.accountId())
                + "  "
                + String.join("; ", parts);
    }

    /** A run's parts by their paths: what is said of the trigger and of each mail by itself. */
    private static Map<String, JsonNode> flat(JsonNode run) {
        Map<String, JsonNode> flat = new LinkedHashMap<>();
        run.properties()
                .forEach(
                        column -> {
                            if (column.getKey().equals("mails")) {
                                flat.put("mails", words(column.getValue()));
                            } else if (column.getKey().equals("trigger_data")) {
                                column.getValue()
                                        .properties()
                                        .forEach(part -> flat.put(part.getKey(), part.getValue()));
                            } else {
                                flat.put(column.getKey(), column.getValue());
                            }
                        });
        return flat;
    }

    /** Mails of which only the address counts as their addresses. */
    private static JsonNode words(JsonNode mails) {
        ArrayNode words = NODES.arrayNode();
        for (JsonNode mail : mails) {
            words.add(mail.size() == 1 && mail.has("to") ? mail.path("to") : mail);
        }
        return words;
    }

    private static String word(@Nullable JsonNode value) {
        return value == null || value.isNull()
                ? "none"
                : value.isTextual() ? value.asText() : value.toString();
    }

    private static String outcome(String status, @Nullable String reason) {
        return reason == null ? status : status + " (" + reason + ")";
    }

    private String of(@Nullable String workflowId, @Nullable String accountId) {
        String workflow = workflowId == null ? "" : names.getOrDefault(workflowId, workflowId);
        String account = accountId == null ? "" : names.getOrDefault(accountId, accountId);
        return (workflow.isEmpty() ? "" : "  " + workflow)
                + (account.isEmpty() ? "" : (workflow.isEmpty() ? "  " : " for ") + account);
    }

    private static @Nullable String reason(JsonNode run) {
        return run.path("reason").textValue();
    }

    private static Instant instant(JsonNode run) {
        return Instant.parse(run.path("occurred_at").asText());
    }

    /** How the refused definitions differ, given what a replay says of itself. */
    List<String> refusals(JsonNode summary) {
        List<String> differences = new ArrayList<>();
        List<ExpectedRefusal> left = new ArrayList<>(spec.refusals());
        for (JsonNode refused : summary.path("refused")) {
            if (!left.isEmpty() && isRefusal(left.get(0), refused)) {
                left.remove(0);
            } else {
                differences.add(refusal(refused));
            }
        }
        for (ExpectedRefusal expected : left) {
            Instant at = expected.at();
            differences.add(
                    "%sexpected a definition to be refused at %s; none was"
                            .formatted(
                                    at == null ? "" : SpecTime.text(at) + "  ",
                                    expected.pointer()));
        }
        return differences;
    }

    private static boolean isRefusal(ExpectedRefusal expected, JsonNode refused) {
        Instant at = expected.at();
        String time = refused.path("time").asText();
        boolean isThen = at == null || (!time.isEmpty() && Instant.parse(time).equals(at));
        return isThen
                && refused.path("problems")
                        .findValuesAsText("pointer")
                        .contains(expected.pointer());
    }

    private static String refusal(JsonNode refused) {
        List<String> problems = new ArrayList<>();
        for (JsonNode problem : refused.path("problems")) {
            problems.add(
                    problem.path("pointer").asText() + ": " + problem.path("message").asText());
        }
        return refused.path("name").asText() + " was refused. " + String.join("; ", problems);
    }

    private List<String> deadLetters(List<JsonNode> found) {
        if (found.size() == spec.deadLetters()) {
            return List.of();
        }
        String first =
                found.isEmpty() ? "" : "; the first: " + found.get(0).path("message").asText();
        return List.of(
                "expected %d lines to be set aside, found %d%s"
                        .formatted(spec.deadLetters(), found.size(), first));
    }

    /** What a spec says of a run. */
    private List<String> notFollowed(JsonNode summary) {
        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode workflow : summary.path("workflows")) {
            if (workflow.has(FolderOutput.NOT_FOLLOWED)) {
                found.put(
                        workflow.path("name").asText(),
                        workflow.path(FolderOutput.NOT_FOLLOWED).asInt());
            }
        }
        return found.equals(spec.notFollowed())
                ? List.of()
                : List.of(
                        "expected %s mails that a replay does not follow, found %s"
                                .formatted(spec.notFollowed(), found));
    }

    private static JsonNode asked(ExpectedRun run) {
        ObjectNode asked = NODES.objectNode();
        asked.put("occurred_at", run.at().toString());
        asked.put("status", run.status());
        asked.put("reason", run.reason());
        if (run.workflowId() != null) {
            asked.put("workflow_id", run.workflowId());
        }
        if (run.accountId() != null) {
            asked.put("account_id", run.accountId());
        }
        copy(run.columns(), run.columns(), asked);
        copy(run.data(), run.data(), asked.putObject("trigger_data"));
        List<JsonNode> mails = run.deliveries();
        if (mails != null) {
            ArrayNode list = asked.putArray("mails");
            for (JsonNode mail : mails) {
                JsonNode columns = mail.isTextual() ? mailTo(mail.asText()) : mail;
                copy(columns, columns, list.addObject());
            }
        }
        return asked;
    }

    private static ObjectNode mailTo(String address) {
        return NODES.objectNode().put("to", address);
    }

    /** The same of a run that was found. */
    private JsonNode view(JsonNode run, ExpectedRun expected) {
        ObjectNode view = NODES.objectNode();
        view.put("occurred_at", instant(run).toString());
        view.set("status", run.path("status"));
        view.set("reason", run.path("reason"));
        if (expected.workflowId() != null) {
            view.set("workflow_id", run.path("workflow_id"));
        }
        if (expected.accountId() != null) {
            view.set("account_id", run.path("account_id"));
        }
        copy(expected.columns(), run, view);
        copy(expected.data(), run.path("trigger_data"), view.putObject("trigger_data"));
        List<JsonNode> mails = expected.deliveries();
        if (mails != null) {
            ArrayNode list = view.putArray("mails");
            for (JsonNode delivery : mailsOf(run)) {
                JsonNode mail = list.size() < mails.size() ? mails.get(list.size()) : mailTo("");
                copy(mail.isTextual() ? mailTo("") : mail, delivery, list.addObject());
            }
        }
        return view;
    }

    private List<JsonNode> mailsOf(JsonNode run) {
        return deliveries.stream()
                .filter(delivery -> delivery.path("run_id").equals(run.path("id")))
                .toList();
    }

    /** Copies the fields of a mask; numbers by value. */
    private static void copy(JsonNode mask, JsonNode from, ObjectNode to) {
        for (Map.Entry<String, JsonNode> field : mask.properties()) {
            JsonNode value = from.path(field.getKey());
            to.set(
                    field.getKey(),
                    value.isMissingNode()
                            ? NODES.textNode("(absent)")
                            : plain(masked(field.getValue(), value)));
        }
    }

    /** Of objects what the mask names, of a list's members too. */
    private static JsonNode masked(JsonNode mask, JsonNode value) {
        if (mask.isArray() && value.isArray()) {
            ArrayNode list = NODES.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                list.add(i < mask.size() ? masked(mask.get(i), value.get(i)) : value.get(i));
            }
            return list;
        }
        if (mask.isObject() && value.isObject()) {
            ObjectNode object = NODES.objectNode();
            for (Map.Entry<String, JsonNode> part : mask.properties()) {
                JsonNode found = value.path(part.getKey());
                object.set(
                        part.getKey(),
                        found.isMissingNode()
                                ? NODES.textNode("(absent)")
                                : masked(part.getValue(), found));
            }
            return object;
        }
        return value;
    }

    /** A value in which equal numbers are equal. */
    private static JsonNode plain(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            return NODES.textNode(
                    number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
        }
        if (value.isArray()) {
            ArrayNode list = NODES.arrayNode();
            value.forEach(member -> list.add(plain(member)));
            return list;
        }
        if (value.isObject()) {
            ObjectNode object = NODES.objectNode();
            value.properties().forEach(part -> object.set(part.getKey(), plain(part.getValue())));
            return object;
        }
        return value;
    }
}
