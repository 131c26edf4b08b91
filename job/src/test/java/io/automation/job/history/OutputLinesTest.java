package io.automation.job.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.MailClass;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputLinesTest {

    private static final long AT = 1_772_355_600_000L;

    @Test
    void printsARunWithAllItsFields() {
        Step step = new Step(0, "send_email", StepStatus.SUCCESS, AT, null, null);

        assertThat(text(OutputSection.RUNS, run(RunStatus.SUCCESS, null, false, List.of(step))))
                .containsExactly(
                        "{\"id\":\"r\",\"workflow_id\":\"w\",\"workflow_version\":3,"
                                + "\"organization_id\":\"o\",\"account_id\":\"a\","
                                + "\"trigger_type\":\"health_score_change\","
                                + "\"occurrence_key\":\"decrease:h:1042\","
                                + "\"occurred_at\":\"2026-03-01T09:00:00.000Z\","
                                + "\"status\":\"success\",\"reason\":null,\"result\":null,"
                                + "\"mode\":\"replay\",\"trigger_data\":{\"current\":59.5},"
                                + "\"steps\":[{\"step\":0,\"action_type\":\"send_email\","
                                + "\"status\":\"success\","
                                + "\"due_at\":\"2026-03-01T09:00:00.000Z\",\"reason\":null}]}");
    }

    @Test
    void printsARunThatEndedAtItsTrigger() {
        assertThat(
                        text(
                                OutputSection.RUNS,
                                run(RunStatus.SKIPPED, Reason.COOLDOWN, true, List.of())))
                .singleElement()
                .asString()
                .contains(
                        "\"status\":\"skipped\",\"reason\":\"cooldown\","
                                + "\"result\":{\"noop\":true,\"retracted\":true},")
                .endsWith("\"steps\":[]}");
    }

    @Test
    void printsADeliveryAndLeavesLettersAsTheyAre() {
        assertThat(text(OutputSection.DELIVERIES, run(RunStatus.SUCCESS, null, false, List.of())))
                .containsExactly(
                        "{\"id\":\"d\",\"run_id\":\"r\",\"step\":0,\"to\":\"ann@example.com\","
                                + "\"template_id\":\"t\",\"subject\":\"Größe \u2192 \\\"5\\\"\","
                                + "\"due_at\":\"2026-03-01T09:00:00.000Z\","
                                + "\"status\":\"accepted\",\"reason\":null}");
    }

    @Test
    void printsADeadLetter() {
        OutputLine line =
                OutputLines.ofDeadLetter(
                        new DeadLetter("", "a/b.jsonl", 7, "not_json", "ends", null, new byte[0]));

        assertThat(line.textAsString())
                .isEqualTo(
                        "{\"file\":\"a/b.jsonl\",\"line\":7,\"reason\":\"not_json\","
                                + "\"message\":\"ends\"}");
    }

    @Test
    void namesEveryWorkflowAndListsTheRefusedOnes() {
        List<OutputLine> lines = new ArrayList<>();
        OutputLines.ofAnswer(answer("automation_workflows", true), lines::add);
        OutputLines.ofAnswer(answer("automation_workflows", false), lines::add);
        OutputLines.ofAnswer(answer("organizations", false), lines::add);

        assertThat(lines)
                .extracting(OutputLine::section, OutputLine::textAsString)
                .map(Object::toString)
                .containsExactly(
                        "(WORKFLOW_NAMES, \"{\"id\":\"i\",\"name\":\"n\"}\")",
                        "(WORKFLOW_NAMES, \"{\"id\":\"i\",\"name\":\"n\"}\")",
                        "(REFUSED, \"{\"workflow\":\"i\",\"name\":\"n\","
                                + "\"time\":\"2026-03-01T09:00:00.000Z\",\"problems\":[]}\")",
                        "(REFUSED, \"{\"organization\":\"i\",\"name\":\"n\","
                                + "\"time\":\"2026-03-01T09:00:00.000Z\",\"problems\":[]}\")");
    }

    private static DefinitionAnswer answer(String table, boolean accepted) {
        return new DefinitionAnswer("", table, "i", "n", 1, accepted, "[]", AT);
    }

    private static List<String> text(OutputSection section, Run run) {
        List<OutputLine> lines = new ArrayList<>();
        OutputLines.ofRun(run, lines::add);
        return lines.stream()
                .filter(line -> line.section() == section)
                .map(line -> new String(line.text(), UTF_8))
                .toList();
    }

    private static Run run(
            RunStatus status, @Nullable Reason reason, boolean flagged, List<Step> steps) {
        Delivery delivery =
                new Delivery(
                        "d",
                        "r",
                        0,
                        "o",
                        "a",
                        "c",
                        "ann@example.com",
                        "t",
                        1,
                        null,
                        "Größe \u2192 \"5\"",
                        MailClass.CUSTOMER,
                        DeliveryStatus.ACCEPTED,
                        null,
                        AT);
        return new Run(
                "",
                "r",
                "w",
                3,
                "o",
                "a",
                "health_score_change",
                "decrease:h:1042",
                AT,
                status,
                reason,
                null,
                flagged,
                flagged,
                RunMode.REPLAY,
                "{\"current\":59.5}",
                steps,
                List.of(delivery));
    }
}
