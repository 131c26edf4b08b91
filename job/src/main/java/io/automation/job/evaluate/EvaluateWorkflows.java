package io.automation.job.evaluate;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.MailPlan.Person;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Judges every fact of an account by the workflows of its organization: the one operator of live
 * jobs and of replays.
 *
 * <p>State: the account's vitals, rows and memory of runs, by account; the definitions, by
 * broadcast. All of it goes: with the account, with retention, or when a used key may be forgotten.
 *
 * <p>Time: live, an account's facts come in order and are judged on arrival, at a clock that never
 * goes back. In a replay Flink brings each account's facts sorted by instant; facts of one instant
 * are collected, ordered and judged together.
 *
 * <p>Failure: run ids come from data, so whatever is judged twice is decided alike. A fresh live
 * job holds facts back until the first watermark, when the definitions' snapshot has passed every
 * partition; a restored one has them in its state and holds nothing.
 */
public final class EvaluateWorkflows
        extends KeyedBroadcastProcessFunction<String, Change, Definition, RunEvent>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** The answers to definitions, given by the first subtask. */
    private static final OutputTag<DefinitionAnswer> ANSWERS =
            new OutputTag<>("definition-answers", TypeInformation.of(DefinitionAnswer.class));

    /** The definitions' broadcast state. */
    static final MapStateDescriptor<String, DefinitionTimeline> DEFINITIONS =
            WorkflowRegistry.DESCRIPTOR;

    static final ValueStateDescriptor<AccountVitals> VITALS =
            new ValueStateDescriptor<>("vitals", AccountVitalsSerializer.INSTANCE);
    static final ValueStateDescriptor<RowVersion> ACCOUNT =
            new ValueStateDescriptor<>("account", TypeInformation.of(RowVersion.class));
    static final MapStateDescriptor<String, RowVersion> CONTACTS = rows("contacts");
    static final MapStateDescriptor<String, RowVersion> TEAM = rows("team");
    static final MapStateDescriptor<String, RowVersion> SCOPE = rows("scope");
    static final MapStateDescriptor<String, Admission> ADMISSIONS =
            new MapStateDescriptor<>(
                    "admissions", Types.STRING, TypeInformation.of(Admission.class));
    static final MapStateDescriptor<String, UsedKey> USED_KEYS =
            new MapStateDescriptor<>("used-keys", Types.STRING, TypeInformation.of(UsedKey.class));
    static final ListStateDescriptor<Change> HELD =
            new ListStateDescriptor<>("held", TypeInformation.of(Change.class));
    static final ListStateDescriptor<Boolean> OPENED =
            new ListStateDescriptor<>("opened", BooleanSerializer.INSTANCE);

    /** Semantics 1.3 and 1.4 for one account: scope rows are definitions and come first. */
    private static final Comparator<Change> WITHIN_INSTANT =
            Comparator.<Change, Boolean>comparing(
                            change -> change.table() != Table.AUTOMATION_WORKFLOW_ACCOUNTS)
                    .thenComparing(Change.REPLAY_ORDER);

    private final EvaluateOptions options;

    private transient ValueState<AccountVitals> vitalsState;
    private transient ValueState<RowVersion> account;
    private transient MapState<String, RowVersion> contacts;
    private transient MapState<String, RowVersion> team;
    private transient MapState<String, RowVersion> scope;
    private transient MapState<String, Admission> admissions;
    private transient MapState<String, UsedKey> usedKeys;
    private transient ListState<Change> held;
    private transient ListState<Boolean> openedState;

    private transient WorkflowRegistry registry;
    private transient HealthScores healthScores;
    private transient boolean opened;
    private transient List<Change> instant;
    private transient long instantTime;

    public EvaluateWorkflows(EvaluateOptions options) {
        this.options = options;
    }

    /** What the stage puts out. */
    public record Outputs(DataStream<RunEvent> runs, DataStream<DefinitionAnswer> answers) {}

    public static Outputs on(
            DataStream<Change> facts, DataStream<Definition> definitions, EvaluateOptions options) {
        SingleOutputStreamOperator<RunEvent> runs =
                OperatorId.EVALUATE_WORKFLOWS.on(
                        facts.keyBy(EvaluateWorkflows::accountKey)
                                .connect(definitions.broadcast(DEFINITIONS))
                                .process(new EvaluateWorkflows(options)));
        return new Outputs(runs, runs.getSideOutput(ANSWERS));
    }

    /** The account; in a replay of several folders apart by folder. */
    public static String accountKey(Change change) {
        return change.folder().isEmpty()
                ? change.accountId()
                : change.folder() + '/' + change.accountId();
    }

    private static MapStateDescriptor<String, RowVersion> rows(String name) {
        return new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(RowVersion.class));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        openedState = context.getOperatorStateStore().getUnionListState(OPENED);
        registry = new WorkflowRegistry();
        registry.restore(context.getOperatorStateStore().getBroadcastState(DEFINITIONS));
        opened = context.isRestored();
        for (boolean each : openedState.get()) {
            opened &= each;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        openedState.update(List.of(opened));
    }

    @Override
    public void open(OpenContext context) {
        vitalsState = getRuntimeContext().getState(VITALS);
        account = getRuntimeContext().getState(ACCOUNT);
        contacts = getRuntimeContext().getMapState(CONTACTS);
        team = getRuntimeContext().getMapState(TEAM);
        scope = getRuntimeContext().getMapState(SCOPE);
        admissions = getRuntimeContext().getMapState(ADMISSIONS);
        usedKeys = getRuntimeContext().getMapState(USED_KEYS);
        held = getRuntimeContext().getListState(HELD);
        Counter runs = getRuntimeContext().getMetricGroup().addGroup("automation").counter("runs");
        healthScores =
                new HealthScores(options, account, scope, admissions, usedKeys, this::people, runs);
        instant = new ArrayList<>();
    }

    @Override
    public void processBroadcastElement(
            Definition definition, Context context, Collector<RunEvent> out) throws Exception {
        Bounds bounds = definition.bounds();
        Change change = definition.change();
        if (bounds != null) {
            registry.bound(bounds);
        } else if (change != null && options.replay()) {
            registry.collect(change);
        } else if (change != null) {
            boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
            registry.take(
                    change,
                    context.getBroadcastState(DEFINITIONS),
                    context.currentWatermark(),
                    answer -> {
                        if (first) {
                            context.output(ANSWERS, answer);
                        }
                    });
        }
    }

    @Override
    public void processElement(Change change, ReadOnlyContext context, Collector<RunEvent> out)
            throws Exception {
        if (options.replay()) {
            collectInstant(change, context, out);
            return;
        }
        if (!opened && context.timerService().currentWatermark() == Long.MIN_VALUE) {
            held.add(change);
            context.timerService().registerEventTimeTimer(Change.BEGINNING);
            return;
        }
        opened = true;
        judge(change, context, registry.live(), out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RunEvent> out)
            throws Exception {
        if (options.replay()) {
            judgeInstant(context, out);
            return;
        }
        opened = true;
        if (timestamp == Change.BEGINNING) {
            List<Change> waiting = new ArrayList<>();
            held.get().forEach(waiting::add);
            held.clear();
            waiting.sort(WITHIN_INSTANT);
            for (Change change : waiting) {
                judge(change, context, registry.live(), out);
            }
            return;
        }
        AccountVitals vitals = vitalsState.value();
        if (vitals != null) {
            forget(vitals, timestamp);
            keep(vitals, context);
        }
    }

    /** Replay: keeps a fact until all of its instant are there; Flink brings ties in any order. */
    private void collectInstant(Change change, ReadOnlyContext context, Collector<RunEvent> out)
            throws Exception {
        Bounds bounds = registry.bounds(change.folder());
        if (change.at() > bounds.until()) {
            return;
        }
        long time = context.timestamp();
        if (instant.isEmpty()) {
            context.timerService().registerEventTimeTimer(bounds.until());
        } else if (time < instantTime) {
            throw new IllegalStateException(
                    "an account's facts are not sorted: " + time + " after " + instantTime);
        } else if (time > instantTime) {
            judgeInstant(context, out);
        }
        instantTime = time;
        instant.add(change);
    }

    private void judgeInstant(ReadOnlyContext context, Collector<RunEvent> out) throws Exception {
        instant.sort(WITHIN_INSTANT);
        for (Change change : instant) {
            judge(change, context, registry.replayed(change.folder()), out);
        }
        instant.clear();
    }

    private void judge(
            Change change,
            ReadOnlyContext context,
            Definitions definitions,
            Collector<RunEvent> out)
            throws Exception {
        AccountVitals known = vitalsState.value();
        AccountVitals vitals = known == null ? new AccountVitals() : known;
        if (carriesTime(change)) {
            vitals.clock = Math.max(vitals.clock, change.at());
        }
        forget(vitals, vitals.clock);
        switch (change.table()) {
            case HEALTH_SCORES ->
                    healthScores.judge(change, vitals, definitions, context.timerService(), out);
            case ACCOUNTS -> takeAccount(change, vitals);
            case CONTACTS -> takeRow(change, vitals, contacts);
            case ACCOUNT_TEAM -> takeRow(change, vitals, team);
            case AUTOMATION_WORKFLOW_ACCOUNTS -> takeRow(change, vitals, scope);
            default ->
                    throw new IllegalStateException(change.table() + " is no fact of an account");
        }
        keep(vitals, context);
    }

    /**
     * Whether a change moves its account's clock: a snapshot row says nothing of time, and a scope
     * row is a definition, which a pinned replay takes long before its instant.
     */
    private static boolean carriesTime(Change change) {
        return change.operation() != Operation.READ
                && change.table() != Table.AUTOMATION_WORKFLOW_ACCOUNTS;
    }

    private void takeAccount(Change change, AccountVitals vitals) throws Exception {
        RowVersion known = account.value();
        Change settled = settle(change, known, options);
        if (RowVersion.arrivalOf(settled, known).isIgnored()) {
            return;
        }
        RowVersion row = RowVersion.after(settled, known);
        if (row.deleted() || row.get(DefinitionRows.deletedAt(Table.ACCOUNTS)) != null) {
            account.update(row.hidden());
            vitals.forgetAccount();
            delete(contacts);
            delete(team);
            admissions.clear();
            vitals.forgetBy(vitals.clock + options.retentionMillis() + 1);
        } else {
            account.update(row);
            String organizationId = row.get(Table.ACCOUNTS.index("organization_id"));
            // One text for all accounts of an organization: compared by a glance at its address.
            vitals.organizationId = organizationId == null ? null : organizationId.intern();
        }
    }

    /** Rows go with their account, but what comes again of them is still known. */
    private static void delete(MapState<String, RowVersion> rows) throws Exception {
        Map<String, RowVersion> deleted = new TreeMap<>();
        for (Map.Entry<String, RowVersion> row : rows.entries()) {
            deleted.put(row.getKey(), row.getValue().asDeleted());
        }
        for (Map.Entry<String, RowVersion> row : deleted.entrySet()) {
            rows.put(row.getKey(), row.getValue());
        }
    }

    private void takeRow(Change change, AccountVitals vitals, MapState<String, RowVersion> rows)
            throws Exception {
        String id = rowKey(change);
        RowVersion known = rows.get(id);
        Change settled = settle(change, known, options);
        Arrival arrival = RowVersion.arrivalOf(settled, known);
        if (arrival.isIgnored()) {
            return;
        }
        rows.put(id, RowVersion.after(settled, known));
        if (arrival == Arrival.DELETE) {
            vitals.forgetBy(vitals.clock + options.retentionMillis());
        }
    }

    /** A scope row is asked for by its workflow. */
    private static String rowKey(Change change) {
        if (change.table() != Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return change.rowId();
        }
        return change.rowId().substring(0, Math.max(0, change.rowId().indexOf('|')));
    }

    /**
     * Whether a snapshot row is the first of its row (1.1): live, the state knows; a replay has
     * settled it before. One that comes again stays what it was.
     */
    static Change settle(Change change, @Nullable RowVersion known, EvaluateOptions options) {
        boolean isLater =
                !options.replay()
                        && change.operation() == Operation.READ
                        && known != null
                        && RowVersion.arrivalOf(change, known) != Arrival.REDELIVERED;
        return isLater ? change.asUpdate() : change;
    }

    /** Lets go what retention does not keep. */
    private void forget(AccountVitals vitals, long now) throws Exception {
        long oldest = now - options.retentionMillis();
        vitals.scores.forgetBefore(oldest);
        if (now < vitals.nextForgetting) {
            return;
        }
        vitals.nextForgetting = Long.MAX_VALUE;
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, UsedKey> key : usedKeys.entries()) {
            if (key.getValue().forgetAt() <= now) {
                forgotten.add(key.getKey());
            } else {
                vitals.forgetBy(key.getValue().forgetAt());
            }
        }
        for (String key : forgotten) {
            usedKeys.remove(key);
        }
        forgetDeleted(vitals, contacts, oldest);
        forgetDeleted(vitals, team, oldest);
        forgetDeleted(vitals, scope, oldest);
        RowVersion row = account.value();
        if (row != null && row.deleted()) {
            if (row.at() <= oldest) {
                account.clear();
            } else {
                vitals.forgetBy(row.at() + options.retentionMillis());
            }
        }
    }

    private void forgetDeleted(AccountVitals vitals, MapState<String, RowVersion> rows, long oldest)
            throws Exception {
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, RowVersion> row : rows.entries()) {
            if (row.getValue().deleted() && row.getValue().at() <= oldest) {
                forgotten.add(row.getKey());
            } else if (row.getValue().deleted()) {
                vitals.forgetBy(row.getValue().at() + options.retentionMillis());
            }
        }
        for (String id : forgotten) {
            rows.remove(id);
        }
    }

    /** Writes the vitals back, or clears them when nothing of the account is left. */
    private void keep(AccountVitals vitals, ReadOnlyContext context) throws Exception {
        boolean wakes = !options.replay() && vitals.nextForgetting != Long.MAX_VALUE;
        if (wakes && vitals.nextForgetting != vitals.armed) {
            context.timerService().registerEventTimeTimer(vitals.nextForgetting);
            vitals.armed = vitals.nextForgetting;
        }
        if (vitals.isEmpty() && account.value() == null && usedKeys.isEmpty()) {
            vitalsState.clear();
        } else {
            vitalsState.update(vitals);
        }
    }

    private List<Person> people(Table table) throws Exception {
        MapState<String, RowVersion> rows = table == Table.CONTACTS ? contacts : team;
        Map<String, Person> byId = new TreeMap<>();
        for (Map.Entry<String, RowVersion> row : rows.entries()) {
            if (!row.getValue().deleted()) {
                byId.put(row.getKey(), Person.of(table, row.getKey(), row.getValue()));
            }
        }
        return List.copyOf(byId.values());
    }
}
