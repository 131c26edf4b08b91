package io.automation.job.wake;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.Definition;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Has every account of an organization look at a definition that changed, or at what is asked of
 * all of them, also one on which nothing else happens: what it makes due would pass unseen.
 *
 * <p>State: the accounts of a part of an organization. An account that moved stays with its old one
 * and is called in vain; a deleted one leaves.
 *
 * <p>Time: a look decides nothing. It races the definition it tells of, so the evaluation only sets
 * a timer by it, and comes back when its watermark says that the definition is there.
 *
 * <p>Failure: a look that is late or lost delays, and a doubled one finds nothing to do.
 */
public final class WakeAccounts extends KeyedProcessFunction<String, Call, Change> {

    private static final long serialVersionUID = 1L;

    static final MapStateDescriptor<String, Boolean> ACCOUNTS =
            new MapStateDescriptor<>("accounts", Types.STRING, Types.BOOLEAN);

    private transient MapState<String, Boolean> accounts;

    private WakeAccounts() {}

    /**
     * The looks of all accounts, each a change of a definition or a request as one account hears of
     * it.
     *
     * @param organizationChanges of which requests matter
     */
    public static DataStream<Change> on(
            DataStream<Change> facts,
            DataStream<Definition> definitions,
            DataStream<Change> organizationChanges) {
        DataStream<Call> accounts =
                OperatorId.CALL_ACCOUNTS.on(
                        facts.flatMap(WakeAccounts::ofAccount, TypeInformation.of(Call.class)));
        DataStream<Call> changes =
                OperatorId.CALL_DEFINITIONS.on(
                        definitions.flatMap(
                                WakeAccounts::ofDefinition, TypeInformation.of(Call.class)));
        return OperatorId.WAKE_ACCOUNTS.on(
                accounts.union(changes, CallRequests.on(definitions, organizationChanges))
                        .keyBy(Call::key)
                        .process(new WakeAccounts()));
    }

    private static void ofAccount(Change fact, Collector<Call> calls) {
        if (fact.table() != Table.ACCOUNTS) {
            return;
        }
        String organizationId = fact.get(Table.ACCOUNTS.index("organization_id"));
        if (organizationId != null) {
            boolean isGone = fact.operation() == Operation.DELETE;
            calls.collect(Call.ofAccount(organizationId, fact.accountId(), isGone));
        }
    }

    /** A snapshot says nothing new, and templates make nothing due. */
    private static void ofDefinition(Definition definition, Collector<Call> calls) {
        Change change = definition.change();
        String organizationId = change == null ? null : organizationOf(change);
        if (change != null && organizationId != null && change.operation() != Operation.READ) {
            for (Call call : Call.of(organizationId, change)) {
                calls.collect(call);
            }
        }
    }

    private static @Nullable String organizationOf(Change change) {
        return switch (change.table()) {
            case ORGANIZATIONS -> change.rowId();
            case AUTOMATION_WORKFLOWS -> change.get(change.table().index("organization_id"));
            default -> null;
        };
    }

    @Override
    public void open(OpenContext context) {
        accounts = getRuntimeContext().getMapState(ACCOUNTS);
    }

    @Override
    public void processElement(Call call, Context context, Collector<Change> looks)
            throws Exception {
        String accountId = call.accountId();
        Change change = call.change();
        if (accountId != null && call.isGone()) {
            accounts.remove(accountId);
        } else if (accountId != null) {
            accounts.put(accountId, true);
        } else if (change != null) {
            for (String each : accounts.keys()) {
                looks.collect(
                        change.table() == Table.AUTOMATION_REQUESTS
                                ? change.askedOf(each)
                                : change.heardBy(each));
            }
        }
    }
}
