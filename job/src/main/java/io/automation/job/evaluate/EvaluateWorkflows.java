package io.automation.job.evaluate;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.Decision;
import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
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

    /** What accounts contribute to runs of their organization. */
    static final OutputTag<Member> MEMBERS =
            new OutputTag<>("members", TypeInformation.of(Member.class));

    /** What was decided, for those who ask why. */
    static final OutputTag<Decision> DECISIONS =
            new OutputTag<>("decisions", TypeInformation.of(Decision.class));

    /** What a replay does not follow. */
    private static final OutputTag<UnfollowedMail> UNFOLLOWED =
            new OutputTag<>("unfollowed-mails", TypeInformation.of(UnfollowedMail.class));

    /** The definitions' broadcast state. */
    static final MapStateDescriptor<String, DefinitionTimeline> DEFINITIONS =
            WorkflowRegistry.DESCRIPTOR;

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

    private transient ListState<Change> held;
    private transient ListState<Boolean> openedState;

    private transient WorkflowRegistry registry;
    private transient Account account;
    private transient Timeline timeline;
    private transient Runs runs;
    private transient @Nullable ReadOnlyContext current;
    private transient boolean opened;
    private transient List<Change> instant;
    private transient long instantTime;

    public EvaluateWorkflows(EvaluateOptions options) {
        this.options = options;
    }

    /** What the stage puts out. */
    public record Outputs(
            DataStream<RunEvent> runs,
            DataStream<DefinitionAnswer> answers,
            DataStream<Member> members,
            DataStream<Decision> decisions,
            DataStream<UnfollowedMail> unfollowed) {}

    public static Outputs on(
            DataStream<Change> facts, DataStream<Definition> definitions, EvaluateOptions options) {
        SingleOutputStreamOperator<RunEvent> runs =
                OperatorId.EVALUATE_WORKFLOWS.on(
                        facts.keyBy(EvaluateWorkflows::accountKey)
                                .connect(definitions.broadcast(DEFINITIONS))
                                .process(new EvaluateWorkflows(options)));
        return new Outputs(
                runs,
                runs.getSideOutput(ANSWERS),
                runs.getSideOutput(MEMBERS),
                runs.getSideOutput(DECISIONS),
                runs.getSideOutput(UNFOLLOWED));
    }

    /** The account; in a replay of several folders apart by folder. */
    public static String accountKey(Change change) {
        return change.folder().isEmpty()
                ? change.accountId()
                : change.folder() + '/' + change.accountId();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        openedState = context.getOperatorStateStore().getUnionListState(OPENED);
        registry = new WorkflowRegistry(options.hasEffects());
        registry.restore(context.getOperatorStateStore().getBroadcastState(DEFINITIONS));
        // A watermark that one subtask saw had passed all definitions to every subtask.
        boolean isKept = false;
        for (boolean each : openedState.get()) {
            isKept = true;
            opened |= each;
        }
        opened |= context.isRestored() && !isKept;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        openedState.update(List.of(opened));
    }

    @Override
    public void open(OpenContext context) {
        account = new Account(getRuntimeContext());
        held = getRuntimeContext().getListState(HELD);
        runs =
                new Runs(
                        options,
                        account,
                        getRuntimeContext().getMetricGroup().addGroup("automation").counter("runs"),
                        member -> Objects.requireNonNull(current).output(MEMBERS, member));
        if (options.replay()) {
            account.tell(
                    new UnfollowedMails(
                            account,
                            mail -> Objects.requireNonNull(current).output(UNFOLLOWED, mail)));
        }
        Decisions decisions =
                new Decisions(
                        options,
                        account,
                        decision -> Objects.requireNonNull(current).output(DECISIONS, decision));
        timeline = new Timeline(options, account, runs, decisions);
        instant = new ArrayList<>();
    }

    @Override
    public void processBroadcastElement(
            Definition definition, Context context, Collector<RunEvent> out) throws Exception {
        Change change = definition.change();
        if (options.replay()) {
            registry.collect(definition);
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
        tell(context, out);
        if (options.replay()) {
            collectInstant(change, context);
            return;
        }
        if (change.table().kind() == Table.Kind.DEFINITION) {
            // A look races the definition; when this timer goes off, that is here.
            context.timerService().registerEventTimeTimer(change.at());
            return;
        }
        if (isAskedOfAll(change) && !registry.live().hasWorkflow(Requests.workflowOf(change))) {
            // What is asked of all accounts races its workflow too.
            held.add(change);
            context.timerService().registerEventTimeTimer(change.at());
            return;
        }
        if (!opened && context.timerService().currentWatermark() == Long.MIN_VALUE) {
            held.add(change);
            context.timerService().registerEventTimeTimer(Change.BEGINNING);
            return;
        }
        opened = true;
        judgeLive(change, context);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RunEvent> out)
            throws Exception {
        tell(context, out);
        if (options.replay()) {
            endReplay(context);
            return;
        }
        opened = true;
        judgeHeld(timestamp, context);
        if (timestamp != Change.BEGINNING
                && account.open("", context.getCurrentKey(), registry.live())) {
            timeline.advance(timestamp + 1, context.timerService());
            close(context);
        }
    }

    /** What an instant lets go: at the first one all facts, later what is asked of all accounts. */
    private void judgeHeld(long timestamp, ReadOnlyContext context) throws Exception {
        List<Change> released = new ArrayList<>();
        List<Change> kept = new ArrayList<>();
        for (Change change : held.get()) {
            boolean isReleased =
                    isAskedOfAll(change) ? change.at() <= timestamp : timestamp == Change.BEGINNING;
            (isReleased ? released : kept).add(change);
        }
        if (released.isEmpty()) {
            return;
        }
        held.update(kept);
        released.sort(WITHIN_INSTANT);
        for (Change change : released) {
            judgeLive(change, context);
        }
    }

    private static boolean isAskedOfAll(Change change) {
        return change.table() == Table.AUTOMATION_REQUESTS && change.get(Requests.ACCOUNT) == null;
    }

    private void tell(ReadOnlyContext context, Collector<RunEvent> out) {
        runs.tell(out);
        current = context;
    }

    private void judgeLive(Change change, ReadOnlyContext context) throws Exception {
        TimerService clock = context.timerService();
        account.open("", change.accountId(), registry.live());
        AccountVitals vitals = account.vitals();
        if (change.operation() == Operation.READ) {
            // What a snapshot finds late cannot have been due before (semantics 1.1).
            vitals.clock = Math.max(vitals.clock, clock.currentWatermark());
        } else {
            timeline.advance(change.at(), clock);
        }
        timeline.judge(List.of(change), clock);
        close(context);
    }

    /**
     * Replay: keeps a fact until all of its instant are there; Flink brings ties in any order.
     * Recorded runs and deliveries are not looked at (semantics 11).
     */
    private void collectInstant(Change change, ReadOnlyContext context) throws Exception {
        Bounds bounds = registry.bounds(change.folder());
        long time = context.timestamp();
        if (time > bounds.until() || change.table().kind() == Table.Kind.OUTCOME) {
            return;
        }
        if (instant.isEmpty()) {
            context.timerService().registerEventTimeTimer(bounds.until());
        } else if (time < instantTime) {
            throw new IllegalStateException(
                    "an account's facts are not sorted: " + time + " after " + instantTime);
        } else if (time > instantTime) {
            judgeInstant(context.timerService());
        }
        instantTime = time;
        instant.add(change);
    }

    private void judgeInstant(TimerService clock) throws Exception {
        Change first = instant.get(0);
        Definitions definitions = registry.replayed(first.folder());
        boolean isKnown = account.open(first.folder(), first.accountId(), definitions);
        if (!isKnown) {
            account.vitals().clock = registry.bounds(first.folder()).begin();
            timeline.askedUntil(Change.BEGINNING);
        }
        timeline.advance(instantTime, clock);
        instant.addAll(definitions.requestsAt(instantTime));
        instant.sort(WITHIN_INSTANT);
        timeline.judge(instant, clock);
        timeline.askedUntil(instantTime);
        instant.clear();
        account.close();
    }

    private void endReplay(OnTimerContext context) throws Exception {
        String folder = instant.get(0).folder();
        String accountId = instant.get(0).accountId();
        judgeInstant(context.timerService());
        account.open(folder, accountId, registry.replayed(folder));
        timeline.advance(registry.bounds(folder).until() + 1, context.timerService());
        runs.tellAll();
        account.close();
    }

    /** Writes the account back, and has it looked at again when something is due. */
    private void close(ReadOnlyContext context) throws Exception {
        AccountVitals vitals = account.vitals();
        long wakes = Math.min(vitals.nextForgetting, timeline.nextDue());
        if (wakes != Long.MAX_VALUE && wakes != vitals.armed) {
            context.timerService().registerEventTimeTimer(wakes);
            vitals.armed = wakes;
        }
        account.close();
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
}
