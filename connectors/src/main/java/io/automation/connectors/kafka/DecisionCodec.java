package io.automation.connectors.kafka;

import io.automation.model.run.Decision;
import io.automation.model.run.Reason;
import io.automation.model.run.Verdict;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records of the decisions topic as JSON, members named and ordered as in a replay's {@code
 * decisions.jsonl}.
 */
public final class DecisionCodec {

    private static final Set<String> VERBATIM = Set.of("compared");

    private DecisionCodec() {}

    /** The record's key: all decisions on one account and workflow stay in order. */
    public static String key(Decision decision) {
        String accountId = decision.accountId();
        return decision.workflowId() + '|' + (accountId == null ? "" : accountId);
    }

    public static byte[] write(Decision decision) {
        return JsonWriter.bytes(
                to -> {
                    to.instant("at", decision.at());
                    to.text("organization_id", decision.organizationId());
                    to.text("workflow_id", decision.workflowId());
                    to.number("version", decision.version());
                    to.text("account_id", decision.accountId());
                    to.text("occurrence_key", decision.occurrenceKey());
                    to.text("verdict", decision.verdict().code());
                    Reason reason = decision.reason();
                    to.text("reason", reason == null ? null : reason.code());
                    to.text("run_id", decision.runId());
                    to.verbatim("compared", decision.compared());
                });
    }

    public static Decision read(byte[] bytes) throws UnreadableRecordException {
        JsonRecord from = JsonRecord.read(bytes, VERBATIM);
        return new Decision(
                "",
                from.instant("at"),
                from.text("organization_id"),
                from.text("workflow_id"),
                integerOrNull(from, "version"),
                from.textOrNull("account_id"),
                from.text("occurrence_key"),
                from.constant("verdict", Verdict.class),
                from.constantOrNull("reason", Reason.class),
                from.textOrNull("run_id"),
                from.text("compared"));
    }

    private static @Nullable Integer integerOrNull(JsonRecord from, String name)
            throws UnreadableRecordException {
        return from.numberOrNull(name) == null ? null : (Integer) from.integer(name);
    }
}
