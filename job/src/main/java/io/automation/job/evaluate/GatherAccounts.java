package io.automation.job.evaluate;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Table;
import io.automation.model.run.Decision;
import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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
 * Makes one run of all accounts of an organization that match: what accounts contribute comes by
 * workflow.
 *
 * <p>State, by workflow: the accounts of runs that are not over, those runs, and the keys used; the
 * definitions, by broadcast.
 *
 * <p>Time: every account tells what it contributes before the evaluation's watermark passes the
 * instant; when it has passed here, all are there. In a replay Flink brings them sorted.
 *
 * <p>Failure: run ids come from data, so whatever is gathered twice is decided alike.
 */
public final class GatherAccounts
        extends KeyedBroadcastProcessFunction<String, Gathered, Definition, RunEvent>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** The definitions' broadcast state. */
    static final MapStateDescriptor<String, DefinitionTimeline> DEFINITIONS =
            WorkflowRegistry.DESCRIPTOR;

    /** What was decided, for those who ask why. */
    private static final OutputTag<Decision> DECISIONS =
            new OutputTag<>("decisions", TypeInformation.of(Decision.class));

    static final ListStateDescriptor<Change> REQUESTS =
            new ListStateDescriptor<>("requests", TypeInformation.of(Change.class));

    private final EvaluateOptions options;

    private transient @Nullable ReadOnlyContext current;
    private transient WorkflowRegistry registry;
    private transient OrganizationRuns organizationRuns;
    private transient ListState<Change> requests;

    /** Replay: the workflow at hand, null before the first; until when it was asked. */
    private transient @Nullable String atHand;

    private transient long askedUntil;

    GatherAccounts(EvaluateOptions options) {
        this.options = options;
    }

    /** What the stage puts out. */
    public record Outputs(DataStream<RunEvent> runs, DataStream<Decision> decisions) {}

    /** Organization runs live. */
    public static Outputs on(
            DataStream<Member> members,
            DataStream<Change> organizationChanges,
            DataStream<Definition> definitions,
            EvaluateOptions options) {
        DataStream<Gathered> changes =
                OperatorId.GATHER_CHANGES.on(
                        organizationChanges.flatMap(
                                GatherAccounts::ofChange, TypeInformation.of(Gathered.class)));
        DataStream<Gathered> looks =
                OperatorId.GATHER_LOOKS.on(
                        definitions.flatMap(
                                GatherAccounts::ofWorkflow, TypeInformation.of(Gathered.class)));
        return gather(byRun(members).union(changes, looks), definitions, options);
    }

    /** Organization runs of a replay; what is asked of all accounts is among the definitions. */
    public static Outputs replayed(
            DataStream<Member> members, DataStream<Definition> definitions, Watch watch) {
        DataStream<Gathered> sorted =
                OperatorId.TIME_MEMBERS.on(
                        byRun(members)
                                .assignTimestampsAndWatermarks(
                                        WatermarkStrategy.<Gathered>noWatermarks()
                                                .withTimestampAssigner(
                                                        (gathered, recorded) -> gathered.at())));
        return gather(sorted, definitions, EvaluateOptions.REPLAY.watching(watch));
    }

    private static DataStream<Gathered> byRun(DataStream<Member> members) {
        return OperatorId.GATHER_MEMBERS.on(
                members.map(Gathered::of, TypeInformation.of(Gathered.class)));
    }

    private static Outputs gather(
            DataStream<Gathered> gathered,
            DataStream<Definition> definitions,
            EvaluateOptions options) {
        SingleOutputStreamOperator<RunEvent> runs =
                OperatorId.GATHER_ACCOUNTS.on(
                        gathered.keyBy(Gathered::key)
                                .connect(definitions.broadcast(DEFINITIONS))
                                .process(new GatherAccounts(options)));
        return new Outputs(runs, runs.getSideOutput(DECISIONS));
    }

    private static void ofChange(Change change, Collector<Gathered> gathered) {
        Gathered own = Gathered.of(change);
        if (own != null) {
            gathered.collect(own);
        }
    }

    private static void ofWorkflow(Definition definition, Collector<Gathered> gathered) {
        Change change = definition.change();
        if (change != null && change.table() == Table.AUTOMATION_WORKFLOWS) {
            gathered.collect(Objects.requireNonNull(Gathered.of(change)));
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        registry = new WorkflowRegistry(options.hasEffects());
        registry.restore(context.getOperatorStateStore().getBroadcastState(DEFINITIONS));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {}

    @Override
    public void open(OpenContext context) {
        requests = getRuntimeContext().getListState(REQUESTS);
        organizationRuns =
                new OrganizationRuns(
                        options,
                        getRuntimeContext(),
                        getRuntimeContext().getMetricGroup().addGroup("automation").counter("runs"),
                        decision -> Objects.requireNonNull(current).output(DECISIONS, decision));
    }

    @Override
    public void processBroadcastElement(
            Definition definition, Context context, Collector<RunEvent> out) throws Exception {
        if (options.replay()) {
            registry.collect(definition);
        } else if (definition.change() != null) {
            registry.take(
                    definition.change(),
                    context.getBroadcastState(DEFINITIONS),
                    context.currentWatermark(),
                    answer -> {});
        }
    }

    @Override
    public void processElement(Gathered gathered, ReadOnlyContext context, Collector<RunEvent> out)
            throws Exception {
        tell(context, out);
        Member member = gathered.member();
        Change change = gathered.change();
        if (options.replay()) {
            replay(Objects.requireNonNull(member), context);
            return;
        }
        organizationRuns.open("", context.getCurrentKey(), registry.live());
        if (member != null) {
            organizationRuns.take(member);
        } else if (change != null && change.table() == Table.AUTOMATION_REQUESTS) {
            // What was due before it goes off before it, which the watermark has to say.
            requests.add(change);
        } else if (change != null && change.table() == Table.AUTOMATION_RUN_STEPS) {
            organizationRuns.take(change, Math.max(change.at(), context.currentWatermark()));
        }
        // A changed workflow races its definition; when this timer goes off, that is here.
        context.timerService().registerEventTimeTimer(gathered.at());
        wake(context);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RunEvent> out)
            throws Exception {
        tell(context, out);
        if (options.replay()) {
            advance(timestamp);
            organizationRuns.runs().tellAll();
            atHand = null;
            return;
        }
        organizationRuns.open("", context.getCurrentKey(), registry.live());
        takeRequests(timestamp);
        organizationRuns.advance(timestamp);
        wake(context);
    }

    /** Live: what is asked of runs until an instant, each after what was due before it. */
    private void takeRequests(long until) throws Exception {
        List<Change> due = new ArrayList<>();
        List<Change> later = new ArrayList<>();
        for (Change request : requests.get()) {
            (request.at() <= until ? due : later).add(request);
        }
        if (due.isEmpty()) {
            return;
        }
        requests.update(later);
        due.sort(Change.REPLAY_ORDER);
        for (Change request : due) {
            organizationRuns.advance(request.at() - 1);
            organizationRuns.take(request, request.at());
        }
    }

    private void tell(ReadOnlyContext context, Collector<RunEvent> out) {
        organizationRuns.runs().tell(out);
        current = context;
    }

    private void wake(ReadOnlyContext context) throws Exception {
        long next = organizationRuns.nextDue();
        if (next != Long.MAX_VALUE) {
            context.timerService().registerEventTimeTimer(next);
        }
    }

    /** Replay: does what was due before an account contributes; accounts come sorted by time. */
    private void replay(Member member, ReadOnlyContext context) throws Exception {
        if (!context.getCurrentKey().equals(atHand)) {
            atHand = context.getCurrentKey();
            askedUntil = Change.BEGINNING;
            long until = registry.bounds(member.folder()).until();
            context.timerService().registerEventTimeTimer(until);
            organizationRuns.open(
                    member.folder(), member.workflowId(), registry.replayed(member.folder()));
        }
        advance(member.asOf() - 1);
        organizationRuns.take(member);
    }

    /** What is asked of a run comes before the timers of its instant. */
    private void advance(long until) throws Exception {
        Definitions definitions = organizationRuns.definitions();
        for (long next = definitions.nextRequest(askedUntil + 1);
                next <= until;
                next = definitions.nextRequest(askedUntil + 1)) {
            organizationRuns.advance(next - 1);
            for (Change request : definitions.requestsAt(next)) {
                organizationRuns.take(request, next);
            }
            askedUntil = next;
        }
        organizationRuns.advance(until);
    }
}
