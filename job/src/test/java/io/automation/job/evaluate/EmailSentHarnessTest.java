package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.START;
import static io.automation.job.evaluate.TestingChanges.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Ids;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EmailSentHarnessTest {

    private static final String SENDER = "e2000000-0000-4000-8000-000000000001";
    private static final String FOLLOWER = "e2000000-0000-4000-8000-000000000002";
    private static final String OTHER = "e2000000-0000-4000-8000-000000000003";
    private static final String MAIL = "{\"template_id\":\"health_concern\"}";
    private static final String FIRST = "d0000000-0000-4000-8000-000000000001";
    private static final String NOBODYS_RUN = "c0000000-0000-4000-8000-000000000001";

    private final TestingChanges changes = new TestingChanges();
    private LiveEvaluation live;

    @BeforeEach
    void begin() throws Exception {
        live = new LiveEvaluation(Long.MIN_VALUE);
        live.take(changes.organization());
        live.take(changes.template("Hello", "<p>Hello</p>"));
        live.heartbeat(START - DAY);
        live.take(changes.account(START, Map.of()));
        live.take(changes.contact("c0", "ada@example.com"));
    }

    @AfterEach
    void close() throws Exception {
        live.close();
    }

    @Test
    void runsOnceWhenTheMailServerAccepts() throws Exception {
        follow(FOLLOWER, "{}");

        send(FIRST, NOBODYS_RUN, START + DAY);

        assertThat(live.runs())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
                            assertThat(run.triggerType()).isEqualTo("email_sent");
                            assertThat(run.occurrenceKey()).isEqualTo(FIRST);
                            assertThat(run.occurredAt()).isEqualTo(START + DAY);
                            assertThat(run.triggerData())
                                    .isEqualTo(
                                            "{\"delivery_id\":\"%s\",\"template_id\":\"%s\"}"
                                                    .formatted(FIRST, TEMPLATE));
                        });
    }

    @Test
    void takesNoNoticeOfAMailThatIsNotAccepted() throws Exception {
        follow(FOLLOWER, "{}");
        live.take(changes.delivery(Operation.CREATE, FIRST, NOBODYS_RUN, START, "queued"));

        for (String status : List.of("claimed", "queued", "claimed", "unknown")) {
            live.take(changes.delivery(Operation.UPDATE, FIRST, NOBODYS_RUN, START, status));
        }

        assertThat(live.runs()).isEmpty();
    }

    @Test
    void runsOnceHoweverOftenTheChangeComes() throws Exception {
        follow(FOLLOWER, "{}");
        Change queued = changes.delivery(Operation.CREATE, FIRST, NOBODYS_RUN, START, "queued");
        Change accepted = changes.delivery(Operation.UPDATE, FIRST, NOBODYS_RUN, START, "accepted");

        for (Change change : List.of(queued, accepted, queued, accepted)) {
            live.take(change);
        }
        live.restart(1);
        live.take(queued);
        live.take(accepted);
        live.take(changes.delivery(Operation.UPDATE, FIRST, NOBODYS_RUN, START, "accepted"));

        assertThat(live.runs()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"READ", "CREATE", "UPDATE"})
    void isNotSetOffByWhatItFindsAccepted(Operation operation) throws Exception {
        follow(FOLLOWER, "{}");

        live.take(changes.delivery(operation, FIRST, NOBODYS_RUN, START, "accepted"));

        assertThat(live.runs()).isEmpty();
    }

    static Stream<Arguments> templates() {
        return Stream.of(
                Arguments.of("{\"template_id\":\"health_concern\"}", 1),
                Arguments.of("{\"template_id\":\"%s\"}".formatted(TEMPLATE), 1),
                Arguments.of("{\"template_id\":null}", 1),
                Arguments.of("{\"template_id\":\"welcome\"}", 0));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void asksForTheTemplateByIdOrName(String config, int runs) throws Exception {
        follow(FOLLOWER, config);

        send(FIRST, NOBODYS_RUN, START + DAY);

        assertThat(live.runs()).hasSize(runs);
    }

    @Test
    void doesNotAnswerItsOwnMail() throws Exception {
        follow(FOLLOWER, "{}");
        send(FIRST, NOBODYS_RUN, START + DAY);
        Run run = live.runs().get(0);

        send(mailOf(run), run.id(), START + 2 * DAY);

        assertThat(live.runs()).extracting(Run::reason).containsExactly(null, Reason.LOOP_GUARD);
    }

    @Test
    void doesNotAnswerTheMailOfItsManualRun() throws Exception {
        follow(FOLLOWER, "{}");
        live.take(
                changes.change(
                        Table.AUTOMATION_REQUESTS,
                        Operation.CREATE,
                        TestingChanges.ACCOUNT,
                        OTHER,
                        START + DAY,
                        Map.of(
                                "kind",
                                "run",
                                "workflow_id",
                                FOLLOWER,
                                "account_id",
                                TestingChanges.ACCOUNT)));
        Run run = live.runs().get(0);

        send(mailOf(run), run.id(), START + 2 * DAY);

        assertThat(live.runs()).extracting(Run::reason).containsExactly(null, Reason.LOOP_GUARD);
    }

    @Test
    void endsAConversationOfTwoWorkflowsAfterThreeMails() throws Exception {
        follow(FOLLOWER, "{}");
        live.take(changes.workflow(SENDER, "status_change", "{\"to_status\":\"churned\"}", MAIL));
        live.take(changes.workflow(OTHER, "email_sent", "{}", MAIL));
        live.take(
                changes.change(
                        Table.ACCOUNTS,
                        Operation.UPDATE,
                        TestingChanges.ACCOUNT,
                        TestingChanges.ACCOUNT,
                        START + DAY,
                        Map.of("status", "churned")));

        int answered = 0;
        for (int day = 2; answered < live.runs().size() && day < 100; day++) {
            Run run = live.runs().get(answered++);
            if (run.reason() == null) {
                send(mailOf(run), run.id(), START + day * DAY);
            }
        }

        // Of each answer one workflow is the author and is stopped; of the last ones both are.
        assertThat(live.runs().stream().filter(run -> run.reason() == null)).hasSize(1 + 3 * 2);
        assertThat(live.runs().stream().filter(run -> run.reason() != null))
                .hasSize(2 + 2 + 2 * 2)
                .allMatch(run -> run.reason() == Reason.LOOP_GUARD);
    }

    @Test
    void forgetsAMailWhenItsKeyMayBeForgotten() throws Exception {
        int before = live.entries();
        send(FIRST, NOBODYS_RUN, START + DAY);
        assertThat(live.entries()).isEqualTo(before + 1);

        live.heartbeat(START + 120 * DAY);

        assertThat(live.entries()).isLessThanOrEqualTo(before);
    }

    private void follow(String workflowId, String config) throws Exception {
        live.take(changes.workflow(workflowId, "email_sent", config, MAIL));
    }

    private static String mailOf(Run run) {
        return Ids.actionId(run.id(), 0, "ada@example.com");
    }

    /** A mail's way through the ledger. */
    private void send(String id, String runId, long at) throws Exception {
        live.take(changes.delivery(Operation.CREATE, id, runId, at - 2, "queued"));
        live.take(changes.delivery(Operation.UPDATE, id, runId, at - 1, "claimed"));
        live.take(changes.delivery(Operation.UPDATE, id, runId, at, "accepted"));
    }
}
