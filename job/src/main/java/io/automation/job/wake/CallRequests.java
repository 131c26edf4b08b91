package io.automation.job.wake;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.Definition;
import io.automation.model.change.Change;
import io.automation.model.change.Table;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends what is asked of all accounts to the organization of its workflow, which the request does
 * not name.
 *
 * <p>State, by workflow: its organization, and requests that came before it was known; the two
 * travel in different partitions.
 */
final class CallRequests extends KeyedCoProcessFunction<String, Change, Change, Call> {

    private static final long serialVersionUID = 1L;

    private static final int WORKFLOW = Table.AUTOMATION_REQUESTS.index("workflow_id");
    private static final int ORGANIZATION = Table.AUTOMATION_WORKFLOWS.index("organization_id");

    static final ValueStateDescriptor<String> KNOWN =
            new ValueStateDescriptor<>("organization", Types.STRING);
    static final ListStateDescriptor<Change> WAITING =
            new ListStateDescriptor<>("waiting", TypeInformation.of(Change.class));

    private transient ValueState<String> organization;
    private transient ListState<Change> waiting;

    private CallRequests() {}

    /**
     * @param requests those of no account, of any kind; only what is to run is passed on
     */
    static DataStream<Call> on(DataStream<Definition> definitions, DataStream<Change> requests) {
        DataStream<Change> workflows =
                OperatorId.CALL_WORKFLOWS.on(
                        definitions.flatMap(
                                CallRequests::ofWorkflow, TypeInformation.of(Change.class)));
        DataStream<Change> runs = OperatorId.CALL_RUNS.on(requests.filter(CallRequests::isToRun));
        return OperatorId.CALL_REQUESTS.on(
                workflows
                        .keyBy(Change::rowId)
                        .connect(runs.keyBy(request -> request.get(WORKFLOW)))
                        .process(new CallRequests()));
    }

    private static void ofWorkflow(Definition definition, Collector<Change> workflows) {
        Change change = definition.change();
        if (change != null
                && change.table() == Table.AUTOMATION_WORKFLOWS
                && change.get(ORGANIZATION) != null) {
            workflows.collect(change);
        }
    }

    private static boolean isToRun(Change change) {
        return change.table() == Table.AUTOMATION_REQUESTS
                && change.get(WORKFLOW) != null
                && "run".equals(change.get(Table.AUTOMATION_REQUESTS.index("kind")));
    }

    @Override
    public void open(OpenContext context) {
        organization = getRuntimeContext().getState(KNOWN);
        waiting = getRuntimeContext().getListState(WAITING);
    }

    @Override
    public void processElement1(Change workflow, Context context, Collector<Call> calls)
            throws Exception {
        organization.update(workflow.get(ORGANIZATION));
        for (Change request : waiting.get()) {
            call(request, calls);
        }
        waiting.clear();
    }

    @Override
    public void processElement2(Change request, Context context, Collector<Call> calls)
            throws Exception {
        if (organization.value() == null) {
            waiting.add(request);
        } else {
            call(request, calls);
        }
    }

    private void call(Change request, Collector<Call> calls) throws Exception {
        for (Call call : Call.of(organization.value(), request)) {
            calls.collect(call);
        }
    }
}
