package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.change.Column;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Ids;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts rows with ids and references in place of what a spec says of them by names. */
final class SpecRows {

    static final String ACCOUNT = "Quantum Teapots";
    static final String WORKFLOW = "Health alert";
    static final String TEMPLATE = "alert";

    /** What a change may say beside what its row is. */
    static final Set<String> OPTIONS =
            Set.of("at", "row", "op", "of", "partial", "delivered", "lsn", "commit_time", "before");

    /** By which word a change names its table. */
    static final Map<String, Table> NOUNS = nouns();

    /** Columns that are not read, and names that stand for ids. */
    private static final Set<String> OTHER_COLUMNS =
            Set.of(
                    "id",
                    "account",
                    "account_id",
                    "workflow",
                    "workflow_id",
                    "organization",
                    "organization_id",
                    "description",
                    "automation_depth",
                    "last_run_at",
                    "n");

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
    private static final String NAMESPACE = "0d1e5c0a-7e57-4000-8000-000000000000";
    private static final Pattern UUID_TEXT =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final SpecText text;
    private final List<SpecLine> lines = new ArrayList<>();
    private String organization = "Acme";
    private String firstAccount = ACCOUNT;
    private String firstWorkflow = WORKFLOW;
    private int scores;

    SpecRows(SpecText text) {
        this.text = text;
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
        nouns.put("delivery", Table.EMAIL_DELIVERIES);
        nouns.put("heartbeat", Table.AUTOMATION_HEARTBEAT);
        return nouns;
    }

    /** The id that a name stands for; an id stays what it is. */
    static String id(Table table, String name) {
        return UUID_TEXT.matcher(name).matches()
                ? name.toLowerCase(Locale.ROOT)
                : Ids.uuid5(NAMESPACE, table.tableName() + '|' + name);
    }

    /** What the rows belong to that do not name it. */
    void usual(String organizationName, String accountName, String workflowName) {
        organization = organizationName;
        firstAccount = accountName;
        firstWorkflow = workflowName;
    }

    List<SpecLine> lines() {
        return lines;
    }

    /** A line of the history, whatever it is. */
    void addRaw(String line) {
        lines.add(new SpecLine.Raw(line));
    }

    /**
     * Adds a change.
     *
     * @param pointer where it is said
     */
    void add(ObjectNode change, String pointer) {
        String noun = nounOf(change, pointer);
        Table table = NOUNS.getOrDefault(noun, Table.HEALTH_SCORES);
        ObjectNode columns = columnsOf(change, noun, table, pointer);
        Set<String> known = new TreeSet<>(OTHER_COLUMNS);
        table.columns().forEach(column -> known.add(column.name()));
        text.allow(
                columns,
                text.at(pointer + '/' + noun).isObject() ? pointer + '/' + noun : pointer,
                known);
        String row = rowOf(change, columns, table);
        refer(change, columns, table);
        for (Column column : table.columns()) {
            settle(column, columns, pointer);
        }
        JsonNode lsn = change.path("lsn");
        lines.add(
                new SpecChange(
                        SpecTime.instant(change.path("at").asText()),
                        table,
                        row,
                        columns,
                        operation(change, pointer),
                        change.path("partial").asBoolean(),
                        change.path("delivered").asInt(1),
                        lsn.isIntegralNumber() ? lsn.asLong() : null,
                        !lsn.asText().equals("none"),
                        !change.path("commit_time").asText().equals("none"),
                        !change.path("before").asText().equals("none")));
    }

    /** The key that is no option: a table's noun, or a score said in short. */
    private String nounOf(ObjectNode change, String pointer) {
        Set<String> nouns = new TreeSet<>();
        change.fieldNames().forEachRemaining(nouns::add);
        nouns.removeAll(OPTIONS);
        boolean isScore = !nouns.isEmpty() && Set.of("score", "churn_risk").containsAll(nouns);
        if (isScore) {
            return "score";
        }
        if (nouns.size() != 1 || !NOUNS.keySet().containsAll(nouns)) {
            throw text.flaw(
                    pointer,
                    "a change says of one row what it is: score, churn_risk, "
                            + String.join(", ", NOUNS.keySet())
                            + "; this one says "
                            + (nouns.isEmpty() ? "nothing" : String.join(", ", nouns)));
        }
        return nouns.iterator().next();
    }

    private ObjectNode columnsOf(ObjectNode change, String noun, Table table, String pointer) {
        if (noun.equals("score")) {
            ObjectNode columns = change.deepCopy();
            columns.retain("score", "churn_risk");
            if (!change.path("op").asText().equals("delete") && !columns.has("recorded_at")) {
                columns.set("recorded_at", change.get("at"));
            }
            return columns;
        }
        JsonNode value = change.path(noun);
        if (value.isTextual() && table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return NODES.objectNode().set("account", value);
        }
        return value.isNull()
                ? NODES.objectNode()
                : text.object(value, pointer + '/' + noun).deepCopy();
    }

    private String rowOf(ObjectNode change, ObjectNode columns, Table table) {
        if (table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return "";
        }
        if (change.has("row")) {
            return id(table, change.path("row").asText());
        }
        if (table == Table.HEALTH_SCORES) {
            return id(table, "score " + ++scores);
        }
        String usual =
                switch (table) {
                    case ORGANIZATIONS -> organization;
                    case EMAIL_TEMPLATES -> TEMPLATE;
                    case AUTOMATION_WORKFLOWS -> firstWorkflow;
                    case ACCOUNTS -> firstAccount;
                    case CONTACTS -> "Ada";
                    case ACCOUNT_TEAM -> "Olga";
                    default -> table.tableName();
                };
        return id(table, columns.path("name").asText(usual));
    }

    /** Puts ids in place of the names by which rows refer to each other. */
    private void refer(ObjectNode change, ObjectNode columns, Table table) {
        boolean isOwned =
                table == Table.ACCOUNTS
                        || table == Table.AUTOMATION_WORKFLOWS
                        || table == Table.EMAIL_TEMPLATES;
        if (isOwned && !change.path("partial").asBoolean()) {
            refer(columns, "organization", Table.ORGANIZATIONS, organization);
        } else if (table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            refer(columns, "workflow", Table.AUTOMATION_WORKFLOWS, firstWorkflow);
            refer(columns, "account", Table.ACCOUNTS, firstAccount);
        } else if (table == Table.EMAIL_DELIVERIES
                || (table.kind() == Table.Kind.FACT && table != Table.ACCOUNTS)) {
            refer(columns, "account", Table.ACCOUNTS, change.path("of").asText(firstAccount));
            if (columns.has("workflow")) {
                refer(columns, "workflow", Table.AUTOMATION_WORKFLOWS, firstWorkflow);
            }
        }
    }

    private static void refer(ObjectNode columns, String noun, Table table, String usual) {
        JsonNode name = columns.remove(noun);
        String column = noun + "_id";
        if (!columns.has(column)) {
            columns.put(column, id(table, name == null ? usual : name.asText()));
        }
    }

    /** Puts an instant or a date in place of a day of the timeline. */
    private void settle(Column column, ObjectNode columns, String pointer) {
        JsonNode value = columns.path(column.name());
        if (!value.isTextual() || !value.asText().startsWith("day ")) {
            return;
        }
        try {
            switch (column.type()) {
                case INSTANT ->
                        columns.put(column.name(), SpecTime.instant(value.asText()).toString());
                case DATE -> columns.put(column.name(), SpecTime.date(value.asText()).toString());
                default -> {}
            }
        } catch (DateTimeException e) {
            throw text.flaw(
                    pointer, "'%s' is no time; write day 3 09:00".formatted(value.asText()));
        }
    }

    private @Nullable Operation operation(ObjectNode change, String pointer) {
        String word = change.path("op").asText();
        return switch (word) {
            case "" -> null;
            case "insert" -> Operation.CREATE;
            case "update" -> Operation.UPDATE;
            case "delete" -> Operation.DELETE;
            case "snapshot" -> Operation.READ;
            default ->
                    throw text.flaw(
                            pointer + "/op",
                            "op is insert, update, delete or snapshot, not '" + word + "'");
        };
    }
}
