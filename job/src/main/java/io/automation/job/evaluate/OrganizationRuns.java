package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Table;
import io.automation.model.run.Compared;
import io.automation.model.run.Decision;
import io.automation.model.run.Delivery;
import io.automation.model.run.Reason;
import io.automation.model.run.RunMode;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.ActionType;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Engagement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The organization runs of the workflow at hand: one run over all accounts that match (3.3, 3.8).
 *
 * <p>Time: a run begins when all accounts that take part have told so, which the watermark of an
 * instant says; then its steps go on as those of any run.
 */
final class OrganizationRuns implements Subject {

    static final MapStateDescriptor<String, Member> MEMBERS =
            new MapStateDescriptor<>("members", Types.STRING, TypeInformation.of(Member.class));
    static final MapStateDescriptor<String, Member> JOINING =
            new MapStateDescriptor<>("joining", Types.STRING, TypeInformation.of(Member.class));
    static final MapStateDescriptor<String, OpenRun> RUNS =
            new MapStateDescriptor<>("runs", Types.STRING, TypeInformation.of(OpenRun.class));
    static final MapStateDescriptor<String, UsedKey> USED_KEYS =
            new MapStateDescriptor<>("used-keys", Types.STRING, TypeInformation.of(UsedKey.class));
    static final ValueStateDescriptor<Admission> ADMISSION =
            new ValueStateDescriptor<>("admission", TypeInformation.of(Admission.class));

    private static final Table REQUESTS = Table.AUTOMATION_REQUESTS;

    /** What people ask for comes before what comes by the clock. */
    private static final Comparator<Member> IN_TURN =
            Comparator.<Member, Boolean>comparing(first -> !isManual(first))
                    .thenComparing(Member::occurrenceKey);

    private final EvaluateOptions options;
    private final Runs runs;
    private final Consumer<Decision> decisions;
    private final MapState<String, Member> members;
    private final MapState<String, Member> joining;
    private final MapState<String, OpenRun> open;
    private final MapState<String, UsedKey> usedKeys;
    private final ValueState<Admission> admission;

    private String folder = "";
    private String workflowId = "";
    private Definitions definitions = new Definitions();

    /**
     * @param told how many runs were told
     * @param decisions where decisions are told
     */
    OrganizationRuns(
            EvaluateOptions options,
            RuntimeContext context,
            Counter told,
            Consumer<Decision> decisions) {
        this.options = options;
        this.decisions = decisions;
        this.runs = new Runs(options, this, told, member -> {});
        this.members = context.getMapState(MEMBERS);
        this.joining = context.getMapState(JOINING);
        this.open = context.getMapState(RUNS);
        this.usedKeys = context.getMapState(USED_KEYS);
        this.admission = context.getState(ADMISSION);
    }

    /** Where runs are told. */
    Runs runs() {
        return runs;
    }

    /** Takes up the workflow whose key is the current one. */
    void open(String ofFolder, String ofWorkflow, Definitions known) {
        folder = ofFolder;
        workflowId = ofWorkflow;
        definitions = known;
    }

    /** Takes what an account contributes; a run that began takes in nobody any more. */
    void take(Member member) throws Exception {
        String key = member.runId() + '|' + member.accountId();
        if (usedKeys.contains(member.runId())) {
            if (members.contains(key)) {
                members.put(key, member);
            }
            return;
        }
        members.put(key, member);
        if (!joining.contains(member.runId())) {
            joining.put(member.runId(), member);
        }
    }

    /** What has to be asked of, or is told about, one run: its end, another try, an outcome. */
    void take(Change change, long now) throws Exception {
        if (change.table() == Table.AUTOMATION_RUN_STEPS) {
            runs.outcome(change, now);
        } else if (change.table() == REQUESTS) {
            ask(change, now);
        }
        forgetMembers();
    }

    private void ask(Change request, long now) throws Exception {
        String kind = request.get(REQUESTS.index("kind"));
        String runId = request.get(REQUESTS.index("run_id"));
        switch (kind == null ? "" : kind.toLowerCase(Locale.ROOT)) {
            case "cancel" -> runs.endAll(Reason.CANCELLED, run -> run.id().equals(runId));
            case "retry" -> retry(request, runId, now);
            default -> {}
        }
    }

    private void retry(Change request, @Nullable String runId, long now) throws Exception {
        OpenRun failed = runId == null ? null : runs.failed(runId);
        DefinitionVersion present = definitions.workflow(workflowId, now);
        if (failed == null || present == null) {
            return;
        }
        boolean isPinned = "pinned".equals(request.get(REQUESTS.index("definition")));
        DefinitionVersion version = isPinned ? runs.pinned(failed) : present;
        Occurrence occurrence =
                occurrence(
                        version,
                        failed.run().triggerType(),
                        runId + ":retry:" + request.rowId(),
                        now,
                        TriggerData.of(failed.run().triggerData()));
        String again = occurrence.runId(null);
        for (Member member : members(failed.run().id())) {
            members.put(again + '|' + member.accountId(), member.of(again));
        }
        beginAsked(again, occurrence, present);
    }

    /** Does everything that is due until an instant, that included. */
    void advance(long until) throws Exception {
        for (long next = nextDue(); next <= until; next = nextDue()) {
            endDeleted(next);
            List<Member> firsts = new ArrayList<>();
            for (Member first : joining.values()) {
                if (first.at() <= next) {
                    firsts.add(first);
                }
            }
            firsts.sort(IN_TURN);
            for (Member first : firsts) {
                joining.remove(first.runId());
                start(first);
            }
            runs.due(next);
        }
        endDeleted(until);
        forgetMembers();
        forgetKeys(until);
    }

    /** When something is due next, in epoch milliseconds; {@link Long#MAX_VALUE} for nothing. */
    long nextDue() throws Exception {
        long next = runs.nextDue();
        for (Member first : joining.values()) {
            next = Math.min(next, first.at());
        }
        return next;
    }

    private static boolean isManual(Member member) {
        return member.triggerType().equals(TriggerType.MANUAL.code());
    }

    private void start(Member first) throws Exception {
        DefinitionVersion version = definitions.workflow(workflowId, first.at());
        if (version == null) {
            return;
        }
        TriggerData data = TriggerData.of(first.triggerData());
        if (isManual(first)) {
            Occurrence occurrence =
                    occurrence(
                            version, first.triggerType(), first.occurrenceKey(), first.at(), data);
            beginAsked(first.runId(), occurrence, version);
            return;
        }
        data.with("accounts", members(first.runId()).stream().map(Member::accountId).toList());
        Occurrence occurrence =
                occurrence(version, first.triggerType(), first.occurrenceKey(), first.at(), data);
        Workflow workflow = occurrence.workflow();
        Evidence evidence = evidence(occurrence);
        OpenRun unfinished = null;
        if (workflow.action().type() == ActionType.SEQUENCE) {
            unfinished = runs.unfinished(workflowId);
            evidence.alreadyActive(unfinished);
        }
        Admission known = admission.value();
        Admission counted = known == null ? Admission.none(first.at()) : known;
        ReEntry reEntry = workflow.settings().reEntry();
        if (unfinished != null) {
            begin(first.runId(), occurrence, RunMode.LIVE, Reason.ALREADY_ACTIVE, evidence);
            return;
        }
        if (reEntry.isLimited()) {
            int starts = counted.startsWithin(first.at(), reEntry.intervalMillis());
            evidence.reEntry(reEntry.max(), reEntry.intervalMillis(), starts);
            if (starts >= reEntry.max()) {
                if (!options.watch().isNothing()) {
                    tell(occurrence, evidence, Reason.RE_ENTRY, null);
                }
                return;
            }
        }
        admission.update(counted.counted(first.at()));
        begin(first.runId(), occurrence, RunMode.LIVE, null, evidence);
    }

    private static Occurrence occurrence(
            DefinitionVersion version, String triggerType, String key, long at, TriggerData data) {
        Workflow workflow = Objects.requireNonNull(version.workflow());
        return new Occurrence(
                version, workflow, triggerType, key, at, data, null, null, null, null);
    }

    /** A run that people ask for. */
    private void beginAsked(String runId, Occurrence occurrence, DefinitionVersion present)
            throws Exception {
        Evidence evidence = evidence(occurrence);
        if (present.acts()) {
            begin(runId, occurrence, RunMode.MANUAL, null, evidence);
        } else {
            evidence.notActive(present);
            begin(runId, occurrence, RunMode.MANUAL, Reason.NOT_IN_SCOPE, evidence);
        }
    }

    /** What an occurrence is judged by will be kept in this. */
    private Evidence evidence(Occurrence occurrence) {
        Watch watch = options.watch();
        if (options.replay() && (watch.isNothing() || !watch.hasWorkflow(workflowId))) {
            return Evidence.NONE;
        }
        Workflow workflow = occurrence.workflow();
        boolean isByClock = occurrence.triggerType().equals(TriggerType.SCHEDULED.code());
        return Evidence.of(
                isByClock && workflow.trigger() instanceof Scheduled trigger
                        ? TriggerComparisons.schedule(
                                trigger,
                                definitions
                                        .organization(workflow.organizationId(), occurrence.at())
                                        .zone(),
                                occurrence.at())
                        : List.of(Compared.of("request", null, occurrence.key(), true)));
    }

    private void tell(
            Occurrence occurrence,
            Evidence evidence,
            @Nullable Reason skipped,
            @Nullable String runId) {
        if (evidence != Evidence.NONE) {
            Workflow workflow = occurrence.workflow();
            decisions.accept(
                    new Decision(
                            folder,
                            occurrence.at(),
                            workflow.organizationId(),
                            workflowId,
                            workflow.version(),
                            null,
                            occurrence.key(),
                            skipped == null ? Verdict.STARTED : Verdict.SKIPPED,
                            skipped,
                            runId,
                            evidence.json(null, occurrence.at())));
        }
    }

    private void begin(
            String runId,
            Occurrence occurrence,
            RunMode mode,
            @Nullable Reason skipped,
            Evidence evidence)
            throws Exception {
        if (usedKeys.contains(runId)) {
            return;
        }
        tell(occurrence, evidence, skipped, runId);
        long at = occurrence.at();
        long forgetAt = at + options.retentionMillis() + Judge.KEY_GRACE_MILLIS;
        usedKeys.put(runId, new UsedKey(workflowId, null, forgetAt));
        if (skipped == null) {
            runs.start(
                    runId, occurrence, mode, variables(runId, at, occurrence.data().variables()));
        } else {
            runs.skipped(runId, occurrence, mode, skipped);
        }
    }

    /** Ends what waits if the workflow was deleted since, also when it is there again. */
    private void endDeleted(long until) throws Exception {
        runs.endAll(
                Reason.WORKFLOW_DELETED,
                run -> definitions.isDeletedWithin(workflowId, run.occurredAt(), until));
    }

    private void forgetMembers() throws Exception {
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, Member> member : members.entries()) {
            String runId = member.getKey().substring(0, member.getKey().indexOf('|'));
            if (!joining.contains(runId) && !open.contains(runId)) {
                forgotten.add(member.getKey());
            }
        }
        for (String key : forgotten) {
            members.remove(key);
        }
    }

    /** A replay remembers every key for ever (semantics 1.3). */
    private void forgetKeys(long now) throws Exception {
        if (options.replay()) {
            return;
        }
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, UsedKey> key : usedKeys.entries()) {
            if (key.getValue().forgetAt() <= now) {
                forgotten.add(key.getKey());
            }
        }
        for (String key : forgotten) {
            usedKeys.remove(key);
        }
    }

    /** The accounts of a run that are still there, by id. */
    private List<Member> members(String runId) throws Exception {
        List<Member> found = new ArrayList<>();
        for (Map.Entry<String, Member> member : members.entries()) {
            if (member.getKey().startsWith(runId) && !member.getValue().isGone()) {
                found.add(member.getValue());
            }
        }
        found.sort(Comparator.comparing(Member::accountId));
        return found;
    }

    @Override
    public String folder() {
        return folder;
    }

    @Override
    public @Nullable String id() {
        return null;
    }

    @Override
    public @Nullable String status() {
        return null;
    }

    @Override
    public Definitions definitions() {
        return definitions;
    }

    @Override
    public RunVariables variables(String runId, long now, Map<String, Object> trigger)
            throws Exception {
        DefinitionVersion version = definitions.workflow(workflowId, now);
        Workflow workflow = version == null ? null : version.workflow();
        Organization organization =
                workflow == null
                        ? Organization.unknown("")
                        : definitions.organization(workflow.organizationId(), now);
        return new OrganizationVariables(organization, members(runId), trigger);
    }

    @Override
    public Iterable<Engagement> engagements() {
        return List.of();
    }

    @Override
    public List<Person> people(String runId, Table table) throws Exception {
        List<Person> people = new ArrayList<>();
        for (Member member : members(runId)) {
            people.addAll(table == Table.CONTACTS ? member.contacts() : member.team());
        }
        return people;
    }

    @Override
    public boolean hasRuns() throws Exception {
        return !open.isEmpty();
    }

    @Override
    public Iterable<OpenRun> openRuns() throws Exception {
        return open.values();
    }

    @Override
    public @Nullable OpenRun run(String runId) throws Exception {
        return open.get(runId);
    }

    @Override
    public void keep(OpenRun run) throws Exception {
        open.put(run.run().id(), run);
    }

    @Override
    public void forget(String runId) throws Exception {
        open.remove(runId);
    }

    @Override
    public void hasChanged() {}

    @Override
    public void mailed(RunProgress progress, List<Delivery> mails, long now) {
        // They are to no account, and nothing follows them.
    }
}
