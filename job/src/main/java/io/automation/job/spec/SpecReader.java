package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.history.ReplayOptions;
import io.automation.job.spec.Spec.ExpectedRefusal;
import io.automation.job.spec.Spec.ExpectedRun;
import io.automation.model.change.Instants;
import io.automation.model.change.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one spec file; {@code docs/specs.md} describes its format. */
public final class SpecReader {

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

    private static final String ORGANIZATION = "Acme";

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
                    "dead_letters",
                    "not_followed");

    private static final Set<String> RUN_KEYS =
            Set.of(
                    "at",
                    "workflow",
                    "account",
                    "status",
                    "reason",
                    "skipped",
                    "data",
                    "mails",
                    "id",
                    "workflow_id",
                    "workflow_version",
                    "organization_id",
                    "account_id",
                    "trigger_type",
                    "occurrence_key",
                    "result",
                    "mode",
                    "steps");

    private final SpecText text;
    private final SpecRows rows;
    private final List<Path> files = new ArrayList<>();

    /** The definitions of the files that {@code workflow} names, in their order. */
    private final List<ObjectNode> definitions = new ArrayList<>();

    private SpecReader(SpecText text) {
        this.text = text;
        this.rows = new SpecRows(text);
    }

    /**
     * Reads a file.
     *
     * @throws SpecException for the first thing in it that cannot be understood
     */
    public static Spec read(Path file) {
        return new SpecReader(SpecText.of(file)).spec();
    }

    private Spec spec() {
        text.allow(text.object(text.root(), ""), "", SPEC_KEYS);
        String name = text.text("/name");
        readWorld();
        for (String change : text.members("/changes")) {
            readChange(change);
        }
        if (!text.root().has("runs")) {
            throw text.flaw("", "runs is missing here; write runs: [] where none has to come");
        }
        List<ExpectedRun> runs = new ArrayList<>();
        for (String run : text.members("/runs")) {
            runs.add(expectedRun(run));
        }
        List<ExpectedRefusal> refusals = new ArrayList<>();
        for (String refusal : text.members("/refused")) {
            ObjectNode keys = text.object(text.at(refusal), refusal);
            text.allow(keys, refusal, Set.of("at", "pointer"));
            Instant at = keys.has("at") ? text.instant(refusal + "/at") : null;
            refusals.add(new ExpectedRefusal(at, text.text(refusal + "/pointer")));
        }
        int deadLetters = text.at("/dead_letters").asInt(0);
        Map<String, Integer> notFollowed = new TreeMap<>();
        text.at("/not_followed")
                .properties()
                .forEach(each -> notFollowed.put(each.getKey(), each.getValue().asInt()));
        return new Spec(
                name, options(), rows.lines(), runs, refusals, deadLetters, files, notFollowed);
    }

    private ReplayOptions options() {
        JsonNode replay = text.at("/replay");
        text.allow(replay, "/replay", Set.of("definitions", "include_drafts", "until"));
        String definitions = replay.path("definitions").asText("recorded");
        if (!Set.of("recorded", "pinned").contains(definitions)) {
            throw text.flaw("/replay/definitions", "write recorded or pinned");
        }
        boolean includesDrafts = replay.path("include_drafts").asBoolean();
        if (includesDrafts && !definitions.equals("pinned")) {
            throw text.flaw("/replay", "include_drafts needs definitions: pinned");
        }
        Long until = replay.has("until") ? text.instant("/replay/until").toEpochMilli() : null;
        return new ReplayOptions(definitions.equals("pinned"), includesDrafts, until);
    }

    /** What is there before anything changes: what {@code given} does not name is as usual. */
    private void readWorld() {
        ObjectNode given = NODES.objectNode();
        if (text.root().has("given")) {
            given = text.object(text.at("/given"), "/given");
        }
        text.allow(given, "/given", SpecRows.NOUNS.keySet());
        readFiles();
        String organization = ORGANIZATION;
        for (int i = definitions.size() - 1; i >= 0; i--) {
            organization = organizationOf(definitions.get(i));
        }
        organization = firstName(given.path("organization"), organization);
        String account = firstName(given.path("account"), SpecRows.ACCOUNT);
        rows.usual(organization, account, firstWorkflow());

        readGiven("organization", given, usualOrganization(organization));
        readOtherOrganizations(organization);
        if (definitions.isEmpty() || given.has("template")) {
            readGiven("template", given, usualTemplate());
        }
        readDefinitions("template");
        readWorkflows();
        readDefinitions("workflow");
        readGiven("account", given, usualAccount(account));
        readScopes();
        readGiven("scope", given, null);
        readGiven("contact", given, usualContact());
        readGiven("team", given, usualTeam());
        for (String noun : List.of("health_score", "engagement", "goal", "overlay")) {
            readGiven(noun, given, null);
        }
    }

    /** What a workflow's text names is a file beside this one. */
    private void readFiles() {
        for (Map.Entry<String, JsonNode> workflow : workflows().entrySet()) {
            if (workflow.getValue().isTextual()) {
                String name = workflow.getValue().asText();
                files.add(text.other(name));
                definitions.addAll(text.definitions(name, workflow.getKey()).values());
            }
        }
    }

    /** The members of {@code workflow}, or itself, by their pointers. */
    private Map<String, JsonNode> workflows() {
        JsonNode workflow = text.at("/workflow");
        Map<String, JsonNode> members = new LinkedHashMap<>();
        if (!workflow.isArray()) {
            members.put("/workflow", workflow);
            return members;
        }
        for (String member : text.members("/workflow")) {
            members.put(member, text.at(member));
        }
        return members;
    }

    private String firstWorkflow() {
        for (JsonNode workflow : workflows().values()) {
            if (workflow.isObject()) {
                return workflow.path("row").asText(workflow.path("name").asText(SpecRows.WORKFLOW));
            }
            for (ObjectNode definition : definitions) {
                if (definition.path("kind").asText().equals("workflow")) {
                    return definition.path("id").asText(definition.path("name").asText());
                }
            }
        }
        return SpecRows.WORKFLOW;
    }

    private void readOtherOrganizations(String first) {
        definitions.stream()
                .map(SpecReader::organizationOf)
                .distinct()
                .filter(other -> !other.equals(first))
                .forEach(other -> addRow("organization", usualOrganization(other), "/workflow"));
    }

    private static String organizationOf(ObjectNode definition) {
        String id = definition.path("organization_id").asText(ORGANIZATION);
        return definition.path("organization").asText(id);
    }

    /** A draft in a file acts here: a spec asks what it would do. */
    private void readDefinitions(String kind) {
        for (ObjectNode definition : definitions) {
            if (!definition.path("kind").asText().equals(kind)) {
                continue;
            }
            ObjectNode row = definition.deepCopy();
            row.remove(List.of("kind", "accounts"));
            if (!row.has("version")) {
                row.put("version", 1);
            }
            if (row.has("id")) {
                row.set("row", row.remove("id"));
            }
            if (kind.equals("workflow")) {
                if (row.path("status").asText("draft").equals("draft")) {
                    row.put("status", "active");
                }
                for (String flag : List.of("enabled", "scope_all_accounts")) {
                    row.put(flag, row.path(flag).asBoolean(true));
                }
            }
            addRow(kind, row, "/workflow");
        }
    }

    private void readWorkflows() {
        workflows()
                .forEach(
                        (pointer, workflow) -> {
                            if (workflow.isObject()) {
                                addRow("workflow", over(usualWorkflow(), workflow), pointer);
                            } else if (!workflow.isTextual() && !workflow.isMissingNode()) {
                                throw text.flaw(
                                        pointer,
                                        "write a workflow's columns, or the name of a file");
                            }
                        });
    }

    /** The lists of accounts of the files' workflows. */
    private void readScopes() {
        for (ObjectNode definition : definitions) {
            for (JsonNode account : definition.path("accounts")) {
                ObjectNode scope = NODES.objectNode();
                scope.set("workflow", definition.path(definition.has("id") ? "id" : "name"));
                scope.set("account", account);
                addRow("scope", scope, "/workflow");
            }
        }
    }

    private void readGiven(String noun, ObjectNode given, @Nullable ObjectNode usual) {
        String pointer = "/given/" + noun;
        JsonNode said = given.path(noun);
        if (said.isMissingNode()) {
            if (usual != null) {
                addRow(noun, usual, pointer);
            }
        } else if (said.isObject()) {
            addRow(noun, over(usual, said), pointer);
        } else if (said.isArray()) {
            for (String member : text.members(pointer)) {
                addRow(noun, over(usual, text.object(text.at(member), member)), member);
            }
        } else if (!said.asText().equals("none")) {
            throw text.flaw(pointer, noun + " is a mapping, a list of mappings, or none");
        }
    }

    private static ObjectNode over(@Nullable ObjectNode usual, JsonNode said) {
        ObjectNode row = usual == null ? NODES.objectNode() : usual.deepCopy();
        said.properties().forEach(column -> row.set(column.getKey(), column.getValue()));
        return row;
    }

    /** A row of the world; options may stand among its columns. */
    private void addRow(String noun, ObjectNode row, String pointer) {
        ObjectNode change = NODES.objectNode().put("at", GIVEN_AT);
        ObjectNode columns = NODES.objectNode();
        row.properties()
                .forEach(
                        column -> {
                            boolean isOption = SpecRows.OPTIONS.contains(column.getKey());
                            (isOption ? change : columns).set(column.getKey(), column.getValue());
                        });
        if (row.has("at")) {
            text.instant(pointer + "/at");
        }
        change.set(noun, columns);
        rows.add(change, pointer);
    }

    private static String firstName(JsonNode given, String usual) {
        JsonNode first = given.isArray() ? given.path(0) : given;
        return first.path("row").asText(first.path("name").asText(usual));
    }

    private static ObjectNode usualOrganization(String name) {
        return NODES.objectNode().put("name", name).put("timezone", "UTC");
    }

    private static ObjectNode usualTemplate() {
        return NODES.objectNode()
                .put("name", SpecRows.TEMPLATE)
                .put("subject", "{{account.name}}: {{trigger.current}}")
                .put("html_content", "<p>{{account.name}} is at {{trigger.current}}</p>")
                .put("version", 1);
    }

    private static ObjectNode usualWorkflow() {
        ObjectNode workflow = NODES.objectNode();
        workflow.put("name", SpecRows.WORKFLOW).put("status", "active").put("enabled", true);
        workflow.put("scope_all_accounts", true).put("version", 1);
        workflow.put("action_type", "send_email");
        ObjectNode action =
                workflow.putObject("action_config").put("template_id", SpecRows.TEMPLATE);
        action.putArray("recipients").add("account_owner");
        return workflow;
    }

    private static ObjectNode usualAccount(String name) {
        return NODES.objectNode().put("name", name).put("status", "active");
    }

    private static ObjectNode usualContact() {
        return NODES.objectNode()
                .put("name", "Ada")
                .put("email", "ada@teapots.example")
                .put("role", "champion");
    }

    private static ObjectNode usualTeam() {
        return NODES.objectNode()
                .put("name", "Olga")
                .put("email", "olga@acme.example")
                .put("role", "account_owner");
    }

    private void readChange(String pointer) {
        ObjectNode change = text.object(text.at(pointer), pointer);
        if (change.has("line")) {
            text.allow(change, pointer, Set.of("line"));
            rows.addRaw(text.text(pointer + "/line"));
            return;
        }
        text.instant(pointer + "/at");
        rows.add(change, pointer);
    }

    private ExpectedRun expectedRun(String pointer) {
        ObjectNode columns = text.object(text.at(pointer), pointer).deepCopy();
        text.allow(columns, pointer, RUN_KEYS);
        Instant at = text.instant(pointer + "/at");
        if (columns.has("mails")) {
            text.members(pointer + "/mails");
        }
        columns.remove("at");
        settle(columns, pointer);
        JsonNode workflow = columns.remove("workflow");
        JsonNode account = columns.remove("account");
        JsonNode skipped = columns.remove("skipped");
        JsonNode status = columns.remove("status");
        JsonNode reason = columns.remove("reason");
        JsonNode data = columns.remove("data");
        JsonNode mails = columns.remove("mails");
        String usualStatus = skipped == null ? "success" : "skipped";
        JsonNode why = skipped == null ? reason : skipped;
        return new ExpectedRun(
                at,
                id(Table.AUTOMATION_WORKFLOWS, workflow),
                id(Table.ACCOUNTS, account),
                status == null ? usualStatus : status.asText(),
                why == null || why.isNull() ? null : why.asText(),
                data == null ? NODES.objectNode() : text.object(data, pointer + "/data"),
                mails == null ? null : List.copyOf(listOf(mails)),
                columns);
    }

    /** Puts the instant in place of every day of the timeline. */
    private void settle(ObjectNode node, String pointer) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String place = pointer + '/' + field.getKey();
            JsonNode value = field.getValue();
            if (SpecTime.isDay(value.asText())) {
                node.put(field.getKey(), Instants.text(text.instant(place).toEpochMilli()));
            } else if (value instanceof ObjectNode below) {
                settle(below, place);
            }
            for (int i = 0; i < (value.isArray() ? value.size() : 0); i++) {
                if (value.get(i) instanceof ObjectNode member) {
                    settle(member, place + '/' + i);
                }
            }
        }
    }

    private static @Nullable String id(Table table, @Nullable JsonNode name) {
        return name == null ? null : SpecRows.id(table, name.asText());
    }

    private static List<JsonNode> listOf(JsonNode list) {
        List<JsonNode> members = new ArrayList<>();
        list.forEach(members::add);
        return members;
    }
}
