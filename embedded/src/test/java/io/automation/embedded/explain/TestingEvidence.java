package io.automation.embedded.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.connectors.history.HistoryFiles;
import io.automation.embedded.explain.RunStory.MailStory;
import io.automation.embedded.explain.RunStory.StepStory;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of one workflow and one account, written down by hand; JSON with single quotes. */
final class TestingEvidence {

    static final String ORGANIZATION = "22222222-2222-4222-8222-222222222222";
    static final String WORKFLOW = "11111111-1111-4111-8111-111111111111";
    static final String ACCOUNT = "44444444-4444-4444-8444-444444444444";

    static final String BEGIN = "2026-11-02T08:00:00Z";

    private final List<String> changes = new ArrayList<>();
    private final List<Decided> decisions = new ArrayList<>();
    private final Map<String, RunStory> runs = new HashMap<>();
    private boolean isLive;
    private long position = 1000;

    TestingEvidence(String begin, String accountName) {
        change(
                "c",
                "organizations",
                begin,
                "{'id':'%s','name':'Otter & Oak','timezone':'Europe/Berlin'}"
                        .formatted(ORGANIZATION));
        change(
                "c",
                "accounts",
                begin,
                "{'id':'%s','organization_id':'%s','name':'%s'}"
                        .formatted(ACCOUNT, ORGANIZATION, accountName));
    }

    /** A workflow that people ask for. */
    static TestingEvidence manual() {
        return new TestingEvidence(BEGIN, "Cloud Kettles")
                .workflow(BEGIN, "{'trigger_type':'manual'}");
    }

    /** A workflow that waits for health below 60. */
    static TestingEvidence health() {
        return new TestingEvidence(BEGIN, "Cloud Kettles")
                .workflow(
                        BEGIN,
                        """
                        {'trigger_type':'health_score_change',
                         'trigger_config':{'threshold':60,'direction':'decrease'}}""");
    }

    /** The workflow that the page of examples is about. */
    static TestingEvidence healthAlert(String begin, String accountName) {
        return new TestingEvidence(begin, accountName)
                .workflow(
                        begin,
                        """
                        {'name':'Health alert','version':3,'trigger_type':'health_score_change',
                         'trigger_config':{'threshold':60,'direction':'decrease',
                                           'minimum_change':5,'time_window':'7d'},
                         'condition_config':{'account_filter':{'arr_min':10000,'status':['active']}},
                         'action_type':'send_email',
                         'action_config':{'template_id':'health_concern',
                                          'recipients':['account_owner']}}""");
    }

    /** A version of the workflow: what it does not say is a mail, active. */
    TestingEvidence workflow(String at, String columns) {
        ObjectNode row =
                (ObjectNode)
                        json(
                                """
                                {'id':'%s','organization_id':'%s','name':'Health alert',
                                 'status':'active','enabled':true,'scope_all_accounts':true,
                                 'trigger_type':'manual','trigger_config':{},
                                 'action_type':'send_email',
                                 'action_config':{'template_id':'hello'}}"""
                                        .formatted(WORKFLOW, ORGANIZATION));
        row.setAll((ObjectNode) json(columns));
        boolean isFirst =
                changes.stream().noneMatch(line -> line.contains("automation_workflows\""));
        return change(isFirst ? "c" : "u", "automation_workflows", at, row.toString());
    }

    TestingEvidence change(String operation, String table, String at, String row) {
        ObjectNode event = ExplanationJson.JSON.createObjectNode();
        event.put("op", operation);
        event.set(operation.equals("d") ? "before" : "after", json(row));
        event.putObject("source")
                .put("table", table)
                .put("ts_ms", Instant.parse(at).toEpochMilli())
                .put("lsn", position++);
        changes.add(event.toString());
        return this;
    }

    /** A decision: {@code at}, {@code verdict}, {@code compared} and what else it has. */
    TestingEvidence decision(String columns) {
        ObjectNode line =
                (ObjectNode)
                        json(
                                """
                                {'organization_id':'%s','workflow_id':'%s','account_id':'%s',
                                 'version':3,'occurrence_key':'key','compared':{}}"""
                                        .formatted(ORGANIZATION, WORKFLOW, ACCOUNT));
        line.setAll((ObjectNode) json(columns));
        decisions.add(Decided.read(line));
        return this;
    }

    /** A score below or above its line, as the engine tells it. */
    TestingEvidence score(String at, String verdict, String from, String to, boolean already) {
        return decision(
                """
                {'at':'%s','verdict':'%s','occurrence_key':'decrease:h:1','compared':{'trigger':[
                  {'test':'below','asked':60,'found':%s,'holds':%s},
                  {'test':'already','asked':{'below':60},'found':%s,'holds':%s}]}}"""
                        .formatted(at, verdict, to, Integer.parseInt(to) < 60, from, already));
    }

    /** A run that went out at once, unless it is told otherwise. */
    TestingEvidence run(String columns) {
        ObjectNode line =
                (ObjectNode)
                        json(
                                """
                                {'id':'r','trigger_type':'health_score_change','key':'key',
                                 'at':'2026-11-24T16:06:29Z','status':'success','reason':null,
                                 'error':null,'retracted':false,'trigger_data':{},'steps':[],
                                 'mails':[]}""");
        line.setAll((ObjectNode) json(columns));
        List<StepStory> steps = new ArrayList<>();
        for (JsonNode step : line.path("steps")) {
            steps.add(
                    new StepStory(
                            steps.size(),
                            step.path("action_type").asText("send_email"),
                            StepStatus.valueOf(ReplayedRuns.upper(step.path("status").asText())),
                            Comparison.instantOf(step.path("due_at")),
                            null,
                            Comparison.textOf(step.path("error"))));
        }
        List<MailStory> mails = new ArrayList<>();
        for (JsonNode mail : line.path("mails")) {
            mails.add(
                    new MailStory(
                            0,
                            mail.path("to").asText(),
                            null,
                            Comparison.textOf(mail.path("template")),
                            mail.has("version") ? mail.path("version").asInt() : null,
                            Comparison.textOf(mail.path("locale")),
                            Comparison.textOf(mail.path("arm")),
                            null,
                            DeliveryStatus.valueOf(
                                    ReplayedRuns.upper(mail.path("status").asText())),
                            ReplayedRuns.reason(Comparison.textOf(mail.path("reason"))),
                            Comparison.instantOf(mail.path("accepted_at")),
                            Comparison.textOf(mail.path("error"))));
        }
        RunStory run =
                new RunStory(
                        line.path("id").asText(),
                        3,
                        line.path("trigger_type").asText(),
                        line.path("key").asText(),
                        Instant.parse(line.path("at").asText()).toEpochMilli(),
                        RunStatus.valueOf(ReplayedRuns.upper(line.path("status").asText())),
                        ReplayedRuns.reason(Comparison.textOf(line.path("reason"))),
                        Comparison.textOf(line.path("error")),
                        line.path("retracted").asBoolean(),
                        line.path("trigger_data"),
                        steps,
                        mails,
                        isLive);
        runs.put(run.id(), run);
        return this;
    }

    /** From here on runs are those of a running system. */
    TestingEvidence live() {
        isLive = true;
        return this;
    }

    Evidence evidence(Path directory) {
        try {
            return new Evidence(
                    Records.read(HistoryFiles.below(write(directory))),
                    WORKFLOW,
                    ACCOUNT,
                    decisions,
                    runs,
                    isLive);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes its changes as a history and gives the folder. */
    Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("changes.jsonl"), changes);
        return directory;
    }

    /** What a person reads. */
    String screen(Path directory) {
        return String.join("\n", ExplanationText.lines(explanation(directory), false)) + "\n";
    }

    /** All that is said, in one line. */
    String said(Path directory) {
        return String.join(" ", explanation(directory).sentences());
    }

    /** The first sentence. */
    String why(Path directory) {
        return explanation(directory).sentences().get(0);
    }

    private Explanation explanation(Path directory) {
        return new Explainer(evidence(directory), null, true).explain();
    }

    static JsonNode json(String text) {
        try {
            return ExplanationJson.JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }
}
