package io.automation.embedded.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The change events of one small company with a workflow that mails when health falls below 60. */
final class History {

    static final String WORKFLOW = "11111111-1111-4111-8111-111111111111";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORGANIZATION = "22222222-2222-4222-8222-222222222222";
    private static final String TEMPLATE = "33333333-3333-4333-8333-333333333333";
    private static final String ACCOUNT = "44444444-4444-4444-8444-44444444444";

    private final List<String> lines = new ArrayList<>();
    private long position = 1000;

    /** An organization with its template, its workflow and accounts, created at an instant. */
    History company(String at, String workflowStatus, int accounts) {
        String organization = "{'id':'%s','name':'Käse & Co','timezone':'Europe/Berlin'}";
        row("c", "organizations", at, organization.formatted(ORGANIZATION));
        String template =
                """
                {'id':'%s','organization_id':'%s','name':'alert','version':1,
                 'subject':'{{account.name}} fell','html_content':'<p>Look</p>'}""";
        row("c", "email_templates", at, template.formatted(TEMPLATE, ORGANIZATION));
        workflow("c", at, workflowStatus, 60);
        for (int i = 0; i < accounts; i++) {
            String account =
                    "{'id':'%s','organization_id':'%s','name':'Größe %d','status':'active'}";
            row("c", "accounts", at, account.formatted(account(i), ORGANIZATION, i));
            String contact =
                    "{'id':'c%d','account_id':'%s','name':'Ann','email':'ann%d@example.com'}";
            row("c", "contacts", at, contact.formatted(i, account(i), i));
        }
        return this;
    }

    History workflow(String operation, String at, String status, int threshold) {
        String workflow =
                """
                {'id':'%s','organization_id':'%s','name':'Health alert','status':'%s',
                 'enabled':true,'scope_all_accounts':true,'version':1,
                 'trigger_type':'health_score_change',
                 'trigger_config':{'direction':'decrease','threshold':%d},
                 'action_type':'send_email','action_config':{'template_id':'alert'}}""";
        return row(
                operation,
                "automation_workflows",
                at,
                workflow.formatted(WORKFLOW, ORGANIZATION, status, threshold));
    }

    /** The workflow with a trigger_config that may be refused. */
    History workflowTriggeredBy(String at, String triggerConfig) {
        String workflow =
                """
                {'id':'%s','organization_id':'%s','name':'Health alert','status':'active',
                 'enabled':true,'scope_all_accounts':true,'version':2,
                 'trigger_type':'health_score_change','trigger_config':%s,
                 'action_type':'send_email','action_config':{'template_id':'alert'}}""";
        return row(
                "u",
                "automation_workflows",
                at,
                workflow.formatted(WORKFLOW, ORGANIZATION, triggerConfig));
    }

    History score(String id, int account, String at, int score) {
        return score("c", id, account, at, score);
    }

    History score(String operation, String id, int account, String at, int score) {
        String row = "{'id':'%s','account_id':'%s','score':'%d','recorded_at':'%s'}";
        return row(operation, "health_scores", at, row.formatted(id, account(account), score, at));
    }

    History line(String line) {
        lines.add(line);
        return this;
    }

    /** Scores of all accounts that rise and fall. */
    History scores(int count, int accounts, long seed) {
        Random random = new Random(seed);
        Instant at = Instant.parse("2026-01-02T00:00:00Z");
        for (int i = 0; i < count; i++) {
            at = at.plusSeconds(random.nextInt(1200));
            score("h" + i, random.nextInt(accounts), at.toString(), 30 + random.nextInt(60));
        }
        return this;
    }

    /** The same lines in another order. */
    History shuffled(long seed) {
        History other = new History();
        other.lines.addAll(lines);
        Collections.shuffle(other.lines, new Random(seed));
        return other;
    }

    /** Writes the lines into several files of a folder and gives the folder. */
    Path write(Path directory, int files) throws IOException {
        for (int file = 0; file < files; file++) {
            List<String> own = new ArrayList<>();
            for (int i = file; i < lines.size(); i += files) {
                own.add(lines.get(i));
            }
            Path path = directory.resolve("part" + file + "/changes.jsonl");
            Files.createDirectories(path.getParent());
            Files.write(path, own);
        }
        return directory;
    }

    static String account(int number) {
        return ACCOUNT + Integer.toHexString(number);
    }

    private History row(String operation, String table, String at, String row) {
        ObjectNode event = JSON.createObjectNode();
        event.put("op", operation);
        event.putNull("before");
        event.set("after", parse(row.replace('\'', '"')));
        event.putObject("source")
                .put("table", table)
                .put("ts_ms", Instant.parse(at).toEpochMilli())
                .put("lsn", position++);
        return line(event.toString());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
