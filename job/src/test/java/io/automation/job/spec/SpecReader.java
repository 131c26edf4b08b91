package io.automation.job.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automation.job.oracle.NameBasedId;
import io.automation.job.spec.Spec.ExpectedRefusal;
import io.automation.job.spec.Spec.ExpectedRun;
import io.automation.job.spec.Spec.Replayed;
import io.automation.model.change.Column;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one spec file; its format is described in the README beside the files. */
final class SpecReader {

    private static final ObjectMapper YAML =
            YAMLMapper.builder(new YAMLFactory())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private static final String ORGANIZATION = "Acme";
    private static final String ACCOUNT = "Quantum Teapots";
    private static final String WORKFLOW = "Health alert";
    private static final String TEMPLATE = "alert";

    /** When the world of a spec is made. */
    private static final String GIVEN_AT = "day -1";

    private static final Set<String> SPEC_KEYS =
            Set.of(
                    "name",
                    "why",
                    "given",
                    "workflow",
                    "changes",
                    "runs",
                    "decisions",
                    "replay",
                    "refused",
                    "dead_letters");
    private static final Set<String> OPTIONS =
            Set.of("at", "row", "op", "of", "partial", "delivered", "lsn", "commit_time", "before");

    private static final Map<String, Table> NOUNS = nouns();

    private final Path file;
    private final ObjectNode spec;
    private final List<SpecLine> lines = new ArrayList<>();
    private String place = "";
    private String firstAccount = ACCOUNT;
    private String firstWorkflow = WORKFLOW;
    private int scores;

    private SpecReader(Path file, ObjectNode spec) {
        this.file = file;
        this.spec = spec;
    }

    static Spec read(Path file) {
        try {
            JsonNode root = YAML.readTree(Files.readString(file));
            if (root instanceof ObjectNode spec) {
                return new SpecReader(file, spec).spec();
            }
            throw new SpecException(file + ": a spec is a mapping with a name");
        } catch (JsonProcessingException e) {
            throw new SpecException(file + " is no YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new SpecException(file + " cannot be read", e);
        }
    }

    private static Map<String, Table> nouns() {
        Map<String, Table> nouns = new LinkedHashMap<>();
        nouns.put("organization", Table.ORGANIZATIONS);
        nouns.put("template", Table.EMAIL_TEMPLATES);
        nouns.put("workflow", Table.AUTOMATION_WORKFLOWS);
        nouns.put("account", Table.ACCOUNTS);
        nouns.put("scope", Table.AUTOMATION_WORKFLOW_ACCOUNTS);
        nouns.put("contact", Table.CONTACTS);
        nouns.put("team", Table.ACCOUNT_TEAM);
        nouns.put("health_score", Table.HEALTH_SCORES);
        nouns.put("engagement", Table.ENGAGEMENTS);
        nouns.put("goal", Table.GOALS);
        nouns.put("overlay", Table.HEALTH_SCORE_OVERLAYS);
        nouns.put("request", Table.AUTOMATION_REQUESTS);
        nouns.put("heartbeat", Table.AUTOMATION_HEARTBEAT);
        return nouns;
    }

    private Spec spec() {
        try {
            allow(spec, SPEC_KEYS);
            String name = text(spec, "name");
            readWorld();
            int i = 0;
            for (JsonNode change : listOf(spec.path("changes"))) {
                place = "changes[" + i++ + "]";
                readChange(object(change));
            }
            List<ExpectedRun> runs = new ArrayList<>();
            for (JsonNode run : listOf(required(spec, "runs"))) {
                place = "runs[" + runs.size() + "]";
                runs.add(expectedRun(object(run)));
            }
            List<ExpectedRefusal> refusals = new ArrayList<>();
            for (JsonNode refusal : listOf(spec.path("refused"))) {
                place = "refused[" + refusals.size() + "]";
                ObjectNode keys = object(refusal);
                allow(keys, Set.of("at", "pointer"));
                Instant at = keys.has("at") ? SpecTime.instant(text(keys, "at")) : null;
                refusals.add(new ExpectedRefusal(at, text(keys, "pointer")));
            }
            return new Spec(
                    name, replayed(), lines, runs, refusals, spec.path("dead_letters").asInt(0));
        } catch (SpecException e) {
            throw new SpecException(file.getFileName() + " " + place + ": " + e.getMessage(), e);
        }
    }

    private Replayed replayed() {
        place = "replay";
        ObjectNode replay = spec.has("replay") ? object(spec.get("replay")) : NODES.objectNode();
        allow(replay, Set.of("definitions", "include_drafts", "until"));
        return new Replayed(
                replay.path("definitions").asText("recorded").equals("pinned"),
                replay.path("include_drafts").asBoolean(),
                replay.has("until") ? SpecTime.instant(text(replay, "until")) : null);
    }

    /** What is there before anything changes: what {@code given} does not name is as usual. */
    private void readWorld() {
        place = "given";
        ObjectNode given = spec.has("given") ? object(spec.get("given")) : NODES.objectNode();
        allow(given, NOUNS.keySet());
        readGiven("organization", given);
        readGiven("template", given);
        firstWorkflow = firstName(spec.path("workflow"), WORKFLOW);
        firstAccount = firstName(given.path("account"), ACCOUNT);
        place = "workflow";
        readRows("workflow", spec.path("workflow"), usualWorkflow());
        place = "given";
        for (String noun : List.of("account", "scope", "contact", "team", "health_score")) {
            readGiven(noun, given);
        }
    }

    private void readGiven(String noun, ObjectNode given) {
        JsonNode rows = given.path(noun);
        if (rows.isMissingNode()) {
            boolean isUsual = !noun.equals("scope") && !noun.equals("health_score");
            rows = isUsual ? NODES.objectNode() : NODES.arrayNode();
        }
        if (!rows.isTextual()) {
            readRows(noun, rows, usual(noun));
        } else if (!rows.asText().equals("none")) {
            throw new SpecException(noun + " is a mapping, a list of mappings or none");
        }
    }

    private void readRows(String noun, JsonNode rows, ObjectNode usual) {
        for (JsonNode row : rows.isObject() ? List.of(rows) : listOf(rows)) {
            ObjectNode change = NODES.objectNode().put("at", GIVEN_AT);
            ObjectNode columns = usual.deepCopy();
            object(row)
                    .fields()
                    .forEachRemaining(
                            column -> {
                                boolean isOption = OPTIONS.contains(column.getKey());
                                (isOption ? change : columns)
                                        .set(column.getKey(), column.getValue());
                            });
            change.set(noun, columns);
            readChange(change);
        }
    }

    private static String firstName(JsonNode rows, String usual) {
        JsonNode first = rows.isArray() ? rows.path(0) : rows;
        return first.path("row").asText(first.path("name").asText(usual));
    }

    private static ObjectNode usualWorkflow() {
        ObjectNode workflow = NODES.objectNode();
        workflow.put("name", WORKFLOW).put("status", "active").put("enabled", true);
        workflow.put("scope_all_accounts", true).put("version", 1);
        workflow.put("action_type", "send_email");
        ObjectNode action = workflow.putObject("action_config").put("template_id", TEMPLATE);
        action.putArray("recipients").add("account_owner");
        return workflow;
    }

    private ObjectNode usual(String noun) {
        ObjectNode row = NODES.objectNode();
        switch (noun) {
            case "organization" -> row.put("name", ORGANIZATION).put("timezone", "UTC");
            case "template" ->
                    row.put("name", TEMPLATE)
                            .put("subject", "{{account.name}}: {{trigger.current}}")
                            .put(
                                    "html_content",
                                    "<p>{{account.name}} is at {{trigger.current}}</p>")
                            .put("version", 1);
            case "account" -> row.put("name", firstAccount).put("status", "active");
            case "contact" ->
                    row.put("name", "Ada")
                            .put("email", "ada@teapots.example")
                            .put("role", "champion");
            case "team" ->
                    row.put("name", "Olga")
                            .put("email", "olga@acme.example")
                            .put("role", "account_owner");
            default -> {}
        }
        return row;
    }

    private void readChange(ObjectNode change) {
        if (change.has("line")) {
            allow(change, Set.of("line"));
            lines.add(new SpecLine.Raw(text(change, "line")));
            return;
        }
        String noun = nounOf(change);
        Table table = NOUNS.getOrDefault(noun, Table.HEALTH_SCORES);
        ObjectNode columns = columnsOf(change, noun, table);
        String row = rowOf(change, columns, table);
        refer(change, columns, table);
        for (Column column : table.columns()) {
            settle(column, columns);
        }
        JsonNode lsn = change.path("lsn");
        lines.add(
                new SpecChange(
                        SpecTime.instant(text(change, "at")),
                        table,
                        row,
                        columns,
                        operation(change),
                        change.path("partial").asBoolean(),
                        change.path("delivered").asInt(1),
                        lsn.isIntegralNumber() ? lsn.asLong() : null,
                        !lsn.asText().equals("none"),
                        !change.path("commit_time").asText().equals("none"),
                        !change.path("before").asText().equals("none")));
    }

    /** The key that is no option: a table's noun, or a score said in short. */
    private static String nounOf(ObjectNode change) {
        Set<String> nouns = new TreeSet<>();
        change.fieldNames().forEachRemaining(nouns::add);
        nouns.removeAll(OPTIONS);
        boolean isScore = !nouns.isEmpty() && Set.of("score", "churn_risk").containsAll(nouns);
        if (isScore) {
            return "score";
        }
        if (nouns.size() != 1 || !NOUNS.keySet().containsAll(nouns)) {
            throw new SpecException(
                    "a change says of one row what it is, among score, churn_risk, "
                            + String.join(", ", NOUNS.keySet())
                            + "; this one says "
                            + nouns);
        }
        return nouns.iterator().next();
    }

    private static ObjectNode columnsOf(ObjectNode change, String noun, Table table) {
        if (noun.equals("score")) {
            ObjectNode columns = change.deepCopy();
            columns.retain("score", "churn_risk");
            if (!change.path("op").asText().equals("delete") && !columns.has("recorded_at")) {
                columns.set("recorded_at", change.get("at"));
            }
            return columns;
        }
        JsonNode value = change.get(noun);
        if (value.isTextual() && table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return NODES.objectNode().set("account", value);
        }
        return value.isNull() ? NODES.objectNode() : object(value).deepCopy();
    }

    private String rowOf(ObjectNode change, ObjectNode columns, Table table) {
        if (table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return "";
        }
        if (change.has("row")) {
            return NameBasedId.ofReadable(table.tableName(), text(change, "row"));
        }
        if (table == Table.HEALTH_SCORES) {
            return NameBasedId.ofReadable(table.tableName(), "score " + ++scores);
        }
        String usual =
                switch (table) {
                    case ORGANIZATIONS -> ORGANIZATION;
                    case EMAIL_TEMPLATES -> TEMPLATE;
                    case AUTOMATION_WORKFLOWS -> firstWorkflow;
                    case ACCOUNTS -> firstAccount;
                    case CONTACTS -> "Ada";
                    case ACCOUNT_TEAM -> "Olga";
                    default -> table.tableName();
                };
        return NameBasedId.ofReadable(table.tableName(), columns.path("name").asText(usual));
    }

    /** Puts ids in place of the names by which rows refer to each other. */
    private void refer(ObjectNode change, ObjectNode columns, Table table) {
        boolean isOwned =
                table == Table.ACCOUNTS
                        || table == Table.AUTOMATION_WORKFLOWS
                        || table == Table.EMAIL_TEMPLATES;
        if (isOwned && !change.path("partial").asBoolean()) {
            refer(columns, "organization", Table.ORGANIZATIONS, ORGANIZATION);
        } else if (table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            refer(columns, "workflow", Table.AUTOMATION_WORKFLOWS, firstWorkflow);
            refer(columns, "account", Table.ACCOUNTS, firstAccount);
        } else if (table.kind() == Table.Kind.FACT && table != Table.ACCOUNTS) {
            refer(columns, "account", Table.ACCOUNTS, change.path("of").asText(firstAccount));
        }
    }

    private static void refer(ObjectNode columns, String noun, Table table, String usual) {
        JsonNode name = columns.remove(noun);
        String id = noun + "_id";
        if (!columns.has(id)) {
            String text = name == null ? usual : name.asText();
            columns.put(id, NameBasedId.ofReadable(table.tableName(), text));
        }
    }

    /** Puts an instant or a date in place of a day of the timeline. */
    private static void settle(Column column, ObjectNode columns) {
        JsonNode value = columns.path(column.name());
        if (value.isTextual() && value.asText().startsWith("day ")) {
            switch (column.type()) {
                case INSTANT ->
                        columns.put(column.name(), SpecTime.instant(value.asText()).toString());
                case DATE -> columns.put(column.name(), SpecTime.date(value.asText()).toString());
                default -> {}
            }
        }
    }

    private static @Nullable Operation operation(ObjectNode change) {
        String word = change.path("op").asText();
        return switch (word) {
            case "" -> null;
            case "insert" -> Operation.CREATE;
            case "update" -> Operation.UPDATE;
            case "delete" -> Operation.DELETE;
            case "snapshot" -> Operation.READ;
            default ->
                    throw new SpecException(
                            "op is insert, update, delete or snapshot, not '" + word + "'");
        };
    }

    private ExpectedRun expectedRun(ObjectNode run) {
        ObjectNode columns = run.deepCopy();
        JsonNode workflow = columns.remove("workflow");
        JsonNode account = columns.remove("account");
        JsonNode skipped = columns.remove("skipped");
        JsonNode status = columns.remove("status");
        JsonNode reason = columns.remove("reason");
        JsonNode data = columns.remove("data");
        JsonNode mails = columns.remove("mails");
        Instant at = SpecTime.instant(text(columns, "at"));
        columns.remove("at");
        String usualStatus = skipped == null ? "success" : "skipped";
        JsonNode why = skipped == null ? reason : skipped;
        return new ExpectedRun(
                at,
                workflow == null
                        ? null
                        : NameBasedId.ofReadable(
                                Table.AUTOMATION_WORKFLOWS.tableName(), workflow.asText()),
                account == null
                        ? null
                        : NameBasedId.ofReadable(Table.ACCOUNTS.tableName(), account.asText()),
                status == null ? usualStatus : status.asText(),
                why == null || why.isNull() ? null : why.asText(),
                data == null ? NODES.objectNode() : object(data),
                mails == null ? null : listOf(mails),
                columns);
    }

    private static void allow(ObjectNode mapping, Set<String> keys) {
        Set<String> unknown = new TreeSet<>();
        mapping.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(keys);
        if (!unknown.isEmpty()) {
            throw new SpecException("unknown " + unknown + "; known are " + new TreeSet<>(keys));
        }
    }

    private static JsonNode required(ObjectNode mapping, String key) {
        JsonNode value = mapping.get(key);
        if (value == null) {
            throw new SpecException(key + " is missing");
        }
        return value;
    }

    private static String text(ObjectNode mapping, String key) {
        JsonNode value = required(mapping, key);
        if (!value.isTextual()) {
            throw new SpecException(key + " is text, not " + value);
        }
        return value.asText();
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode mapping) {
            return mapping;
        }
        throw new SpecException("a mapping is expected here, not " + node);
    }

    private static List<JsonNode> listOf(JsonNode node) {
        if (!node.isArray() && !node.isMissingNode()) {
            throw new SpecException("a list is expected here, not " + node);
        }
        List<JsonNode> list = new ArrayList<>();
        node.forEach(list::add);
        return list;
    }
}
