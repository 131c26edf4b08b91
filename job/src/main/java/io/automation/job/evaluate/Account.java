package io.automation.job.evaluate;

import io.automation.job.pattern.PatternSlot;
import io.automation.job.pattern.PatternSlotSerializer;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.run.Delivery;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.EffectiveScore;
import io.automation.udfs.condition.EffectiveScore.Overlay;
import io.automation.udfs.condition.Engagement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The account at hand: its rows, its memory of runs, and what they come to at an instant. */
final class Account implements Subject {

    static final ValueStateDescriptor<AccountVitals> VITALS =
            new ValueStateDescriptor<>("vitals", AccountVitalsSerializer.INSTANCE);
    static final ValueStateDescriptor<RowVersion> ROW =
            new ValueStateDescriptor<>("account", TypeInformation.of(RowVersion.class));
    static final MapStateDescriptor<String, RowVersion> CONTACTS = rows("contacts");
    static final MapStateDescriptor<String, RowVersion> TEAM = rows("team");
    static final MapStateDescriptor<String, RowVersion> SCOPE = rows("scope");
    static final MapStateDescriptor<String, RowVersion> GOALS = rows("goals");
    static final MapStateDescriptor<String, RowVersion> OVERLAYS = rows("overlays");
    static final MapStateDescriptor<String, RowVersion> REQUESTS = rows("requests");
    static final MapStateDescriptor<String, RowVersion> DELIVERIES = rows("deliveries");
    static final MapStateDescriptor<String, EngagementRow> ENGAGEMENTS =
            new MapStateDescriptor<>(
                    "engagements", Types.STRING, TypeInformation.of(EngagementRow.class));
    static final ValueStateDescriptor<Silence> SILENCE =
            new ValueStateDescriptor<>("silence", TypeInformation.of(Silence.class));
    static final MapStateDescriptor<String, Admission> ADMISSIONS =
            new MapStateDescriptor<>(
                    "admissions", Types.STRING, TypeInformation.of(Admission.class));
    static final MapStateDescriptor<String, UsedKey> USED_KEYS =
            new MapStateDescriptor<>("used-keys", Types.STRING, TypeInformation.of(UsedKey.class));
    static final MapStateDescriptor<String, OpenRun> RUNS =
            new MapStateDescriptor<>("runs", Types.STRING, TypeInformation.of(OpenRun.class));
    static final MapStateDescriptor<String, PatternSlot> PATTERNS =
            new MapStateDescriptor<>(
                    "patterns", StringSerializer.INSTANCE, PatternSlotSerializer.INSTANCE);

    final MapState<String, RowVersion> contacts;
    final MapState<String, RowVersion> team;
    final MapState<String, RowVersion> scope;
    final MapState<String, RowVersion> goals;
    final MapState<String, RowVersion> overlays;
    final MapState<String, RowVersion> requests;
    final MapState<String, RowVersion> deliveries;
    final MapState<String, EngagementRow> engagementRows;
    final ValueState<Silence> silence;
    final MapState<String, Admission> admissions;
    final MapState<String, UsedKey> usedKeys;
    private final MapState<String, OpenRun> runs;
    final MapState<String, PatternSlot> patterns;

    private final ValueState<AccountVitals> vitalsState;
    private final ValueState<RowVersion> rowState;

    private String folder = "";
    private String id = "";
    private AccountVitals vitals = new AccountVitals();
    private Definitions definitions = new Definitions();

    private @Nullable UnfollowedMails unfollowed;

    /** The one that was asked for last: a fact asks several times. */
    private @Nullable TriggerIndex index;

    Account(RuntimeContext context) {
        vitalsState = context.getState(VITALS);
        rowState = context.getState(ROW);
        contacts = context.getMapState(CONTACTS);
        team = context.getMapState(TEAM);
        scope = context.getMapState(SCOPE);
        goals = context.getMapState(GOALS);
        overlays = context.getMapState(OVERLAYS);
        requests = context.getMapState(REQUESTS);
        deliveries = context.getMapState(DELIVERIES);
        engagementRows = context.getMapState(ENGAGEMENTS);
        silence = context.getState(SILENCE);
        admissions = context.getMapState(ADMISSIONS);
        usedKeys = context.getMapState(USED_KEYS);
        runs = context.getMapState(RUNS);
        patterns = context.getMapState(PATTERNS);
    }

    private static MapStateDescriptor<String, RowVersion> rows(String name) {
        return new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(RowVersion.class));
    }

    /** Replay: has it told what its mails would have set off. */
    void tell(UnfollowedMails mails) {
        unfollowed = mails;
    }

    /**
     * Takes up the account whose key is the current one.
     *
     * @return whether it has any state
     */
    boolean open(String ofFolder, String accountId, Definitions known) throws Exception {
        folder = ofFolder;
        id = accountId;
        definitions = known;
        index = null;
        AccountVitals stored = vitalsState.value();
        vitals = stored == null ? new AccountVitals() : stored;
        return stored != null;
    }

    /** Writes the vitals back, or clears them when nothing of the account is left. */
    void close() throws Exception {
        if (vitals.isEmpty() && rowState.value() == null && usedKeys.isEmpty()) {
            vitalsState.clear();
        } else {
            vitalsState.update(vitals);
        }
    }

    @Override
    public String folder() {
        return folder;
    }

    @Override
    public String id() {
        return id;
    }

    AccountVitals vitals() {
        return vitals;
    }

    @Override
    public Definitions definitions() {
        return definitions;
    }

    /** The organization and its workflows at an instant, null for an account nobody knows. */
    @Nullable TriggerIndex index(long instant) {
        String organizationId = vitals.organizationId;
        if (organizationId == null) {
            return null;
        }
        TriggerIndex known = index;
        if (known == null || !known.holds(organizationId, instant)) {
            known = definitions.index(organizationId, instant);
            index = known;
        }
        return known;
    }

    /** The account's row, deleted or not; null if there never was one. */
    @Nullable RowVersion anyRow() throws Exception {
        return rowState.value();
    }

    void putRow(@Nullable RowVersion row) throws Exception {
        rowState.update(row);
    }

    /** The row of an account that is known to be there. */
    RowVersion row() {
        return Objects.requireNonNull(read(rowState::value), "a known account has a row");
    }

    @Override
    public @Nullable String status() {
        return row().get(Table.ACCOUNTS.index("status"));
    }

    boolean isInScope(Workflow workflow) throws Exception {
        if (workflow.scopeAllAccounts()) {
            return true;
        }
        RowVersion listed = scope.get(workflow.id());
        return listed != null && !listed.deleted();
    }

    /** Whether the row that a used key comes from is still in the state. */
    boolean isKept(@Nullable String source) throws Exception {
        if (source == null) {
            return false;
        }
        String table = source.substring(0, Math.max(0, source.indexOf('/')));
        String rowId = source.substring(table.length() + 1 - (table.isEmpty() ? 1 : 0));
        return switch (table) {
            case "engagements" -> engagementRows.contains(rowId);
            case "goals" -> goals.contains(rowId);
            case "automation_requests" -> requests.contains(rowId);
            case "email_deliveries" -> deliveries.contains(rowId);
            default -> rowState.value() != null;
        };
    }

    /** The variables of this account at an instant, for a run with this trigger data. */
    AccountVariables variables(long now, Map<String, Object> trigger) {
        String organizationId = Objects.requireNonNull(vitals.organizationId);
        return new AccountVariables(
                this, definitions.organization(organizationId, now), now, trigger);
    }

    /** The health score that conditions and templates see (semantics 7). */
    @Nullable BigDecimal effectiveScore(long now) {
        BigDecimal base = vitals.scores.inForce(Metric.HEALTH_SCORE);
        return EffectiveScore.of(base, vitals.hasOverlays ? read(this::overlays) : List.of(), now);
    }

    private List<Overlay> overlays() throws Exception {
        List<Overlay> found = new ArrayList<>();
        for (RowVersion row : overlays.values()) {
            String adjustment = row.get(Table.HEALTH_SCORE_OVERLAYS.index("adjustment"));
            String from = row.get(Table.HEALTH_SCORE_OVERLAYS.index("starts_at"));
            String to = row.get(Table.HEALTH_SCORE_OVERLAYS.index("ends_at"));
            if (!row.deleted() && adjustment != null && from != null && to != null) {
                found.add(
                        new Overlay(
                                new BigDecimal(adjustment),
                                Long.parseLong(from),
                                Long.parseLong(to)));
            }
        }
        return found;
    }

    /** The engagements that are there, read when they are asked for, which is rare. */
    @Override
    public Iterable<Engagement> engagements() {
        return () -> read(this::presentEngagements).iterator();
    }

    private List<Engagement> presentEngagements() throws Exception {
        List<Engagement> found = new ArrayList<>();
        for (Map.Entry<String, EngagementRow> entry : engagementRows.entries()) {
            if (!entry.getValue().row().deleted()) {
                found.add(entry.getValue().toCondition(entry.getKey()));
            }
        }
        return found;
    }

    List<@Nullable String> goalStatuses() {
        return read(
                () -> {
                    List<@Nullable String> found = new ArrayList<>();
                    for (RowVersion row : goals.values()) {
                        if (!row.deleted()) {
                            found.add(row.get(Table.GOALS.index("status")));
                        }
                    }
                    return found;
                });
    }

    @Override
    public RunVariables variables(String runId, long now, Map<String, Object> trigger) {
        return variables(now, trigger);
    }

    @Override
    public List<Person> people(String runId, Table table) throws Exception {
        return people(table);
    }

    @Override
    public boolean hasRuns() {
        return vitals.openRuns > 0;
    }

    @Override
    public Iterable<OpenRun> openRuns() throws Exception {
        return vitals.openRuns > 0 ? runs.values() : List.of();
    }

    @Override
    public @Nullable OpenRun run(String runId) throws Exception {
        return vitals.openRuns > 0 ? runs.get(runId) : null;
    }

    @Override
    public void keep(OpenRun run) throws Exception {
        vitals.openRuns += run(run.run().id()) == null ? 1 : 0;
        runs.put(run.run().id(), run);
    }

    @Override
    public void forget(String runId) throws Exception {
        vitals.openRuns -= run(runId) == null ? 0 : 1;
        runs.remove(runId);
    }

    @Override
    public void mailed(RunProgress progress, List<Delivery> mails, long now) throws Exception {
        if (unfollowed != null) {
            unfollowed.mailed(progress, mails, now);
        }
    }

    @Override
    public void hasChanged() {
        vitals.hasChanged();
    }

    /** The contacts or the team, by id. */
    List<Person> people(Table table) throws Exception {
        Map<String, Person> byId = new TreeMap<>();
        for (Map.Entry<String, RowVersion> row :
                (table == Table.CONTACTS ? contacts : team).entries()) {
            if (!row.getValue().deleted()) {
                byId.put(row.getKey(), Person.of(table, row.getKey(), row.getValue()));
            }
        }
        return List.copyOf(byId.values());
    }

    /** What state may throw while it is read, which nobody here can do anything about. */
    private interface Reading<T extends @Nullable Object> {
        T read() throws Exception;
    }

    private static <T extends @Nullable Object> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (Exception e) {
            throw new IllegalStateException("the account's state cannot be read", e);
        }
    }
}
