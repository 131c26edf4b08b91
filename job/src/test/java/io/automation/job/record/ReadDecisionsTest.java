package io.automation.job.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.connectors.kafka.DecisionCodec;
import io.automation.connectors.kafka.UnreadableRecordException;
import io.automation.model.run.Decision;
import io.automation.model.run.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadDecisionsTest {

    private static final String ID = "7f3a1c52-0000-4000-8000-00000000000a";

    @Test
    void readsADecisionOfAnAccountAndOneOfAnOrganization() throws UnreadableRecordException {
        assertThat(ReadDecisions.read(DecisionCodec.write(decision(ID, ID, ID))))
                .isEqualTo(decision(ID, ID, ID));
        assertThat(ReadDecisions.read(DecisionCodec.write(decision(ID, null, null))))
                .isEqualTo(decision(ID, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "w, " + ID + ", " + ID + ", workflow_id is no UUID: w",
        ID + ", 1-1-1-1-1, " + ID + ", account_id is no UUID: 1-1-1-1-1",
        ID + ", " + ID + ", r, run_id is no UUID: r"
    })
    void refusesWhatTheTableCouldNotHold(
            String workflowId, String accountId, String runId, String problem) {
        byte[] record = DecisionCodec.write(decision(workflowId, accountId, runId));

        assertThatThrownBy(() -> ReadDecisions.read(record))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage(problem);
    }

    private static Decision decision(
            String workflowId, @Nullable String accountId, @Nullable String runId) {
        return new Decision(
                "", 0, ID, workflowId, 1, accountId, "k", Verdict.STARTED, null, runId, "{}");
    }
}
