package io.automation.job.oracle;

import io.automation.job.oracle.AccountState.Score;
import io.automation.job.oracle.Change.Kind;
import io.automation.job.oracle.Occurrence.Due;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a replay has to say, computed again the slow and plain way: everything that ever happened in
 * one list, walked from instant to instant, every deadline looked for anew at each of them.
 */
public final class Oracle {

    private static final Comparator<Run> PRINTED =
            Comparator.<Run>comparingLong(run -> run.occurredAt)
                    .thenComparing(run -> run.workflow.id())
                    .thenComparing(run -> run.account == null ? "" : run.account)
                    .thenComparing(run -> run.id);
    private static final Comparator<Due> DUE =
            Comparator.<Due, String>comparing(due -> due.workflow().id())
                    .thenComparing(Due::account)
                    .thenComparing(due -> due.occurrence().key());
    private static final Comparator<Run> WAITING =
            Comparator.<Run, String>comparing(run -> run.workflow.id())
                    .thenComparing(run -> run.account == null ? "" : run.account)
                    .thenComparing(run -> run.key);

    private static final Set<String> PATTERN_TABLES = Set.of("accounts", "engagements", "goals");

    private final World world;
    private final Dispatch dispatch;
    private final Judge judge;
    private final Engagements engagements;
    private final Triggers triggers;
    private final Patterns patterns;
    private final List<Event> events = new ArrayList<>();
    private long begin = Long.MAX_VALUE;
    private long until = Event.BEGINNING;

    private Oracle(Asked asked) {
        this.world = new World(asked);
        this.dispatch = new Dispatch(world);
        this.judge = new Judge(world, dispatch);
        this.engagements = new Engagements(world);
        this.triggers = new Triggers(world);
        this.patterns = new Patterns(world);
    }

    /** The lines of {@code runs.jsonl}. */
    public static List<String> judge(List<String> lines, Asked asked) {
        Oracle oracle = new Oracle(asked);
        oracle.read(Event.read(lines), asked);
        oracle.walk();
        return oracle.world.runs.values().stream()
                .sorted(PRINTED)
                .map(Run::print)
                .map(Values::write)
                .toList();
    }

    private void read(List<Event> all, Asked asked) {
        for (Event event : all) {
            if (event.at() != Event.BEGINNING) {
                until = Math.max(until, event.at());
                begin = event.operation() == 'r' ? begin : Math.min(begin, event.at());
            }
        }
        if (begin == Long.MAX_VALUE) {
            all.stream()
                    .mapToLong(Event::at)
                    .filter(at -> at != Event.BEGINNING)
                    .forEach(at -> begin = Math.min(begin, at));
        }
        until = asked.until() == null ? until : asked.until();
        for (Event event : all) {
            boolean isPinned = asked.isPinned() && event.table().startsWith("automation_workflow");
            if (isPinned) {
                takeDefinition(event);
            } else if (!event.isOnlyTimed() && event.at() <= until) {
                events.add(event);
            }
        }
        if (asked.isPinned()) {
            world.definitions.values().forEach(definition -> definition.isToEnrol(asked));
        }
    }

    private void walk() {
        Long next = events.isEmpty() ? null : Long.valueOf(events.get(0).at());
        while (next != null && next <= until) {
            world.now = next;
            world.forgetWhatIsOld();
            takeEvents();
            if (world.now >= begin) {
                takeTimers();
            }
            next = nextInstant();
        }
    }

    private void takeEvents() {
        List<Event> present = events.stream().filter(event -> event.at() == world.now).toList();
        present.stream().filter(Event::isDefinition).forEach(this::takeDefinition);
        dropHalfMatched();
        if (!world.asked.isPinned()) {
            for (Definition definition : world.definitions.values()) {
                if (definition.isToEnrol(world.asked)) {
                    enrol(Objects.requireNonNull(definition.good()));
                }
            }
        }
        present.stream().filter(event -> !event.isDefinition()).forEach(this::takeFact);
    }

    /** Of several versions in one instant only the last is in force in it. */
    private void dropHalfMatched() {
        for (Definition definition : world.definitions.values()) {
            if (definition.hasAnotherPattern(world.asked)) {
                patterns.forget(definition.id());
            }
        }
    }

    private void enrol(Workflow workflow) {
        for (String account : world.accounts()) {
            List<Occurrence> levels =
                    workflow.type().equals("status_change")
                            ? triggers.level(workflow, account)
                            : Scores.levels(
                                    workflow,
                                    world.account(account).scores(Scores.metric(workflow)),
                                    world.now);
            levels.forEach(level -> judge.judge(workflow, account, level));
        }
    }

    private void takeDefinition(Event event) {
        Change change = world.take(event);
        if (change == null) {
            return;
        }
        switch (event.table()) {
            case "organizations" -> world.takeOrganization(change);
            case "automation_workflows" -> takeWorkflow(change);
            default -> {} // Its row says it all.
        }
    }

    private void takeWorkflow(Change change) {
        String id = change.event().row();
        Definition definition = world.definitions.computeIfAbsent(id, Definition::new);
        if (!change.isThere()) {
            definition.delete();
            world.runs.values().stream()
                    .filter(run -> run.workflow.id().equals(id) && run.isWaiting())
                    .forEach(run -> run.end("workflow_deleted"));
            return;
        }
        try {
            Workflow next = WorkflowReader.read(id, change.row());
            Workflow good = definition.good();
            if (good != null && !good.organization().equals(next.organization())) {
                throw new RefusedException("a workflow's organization cannot change");
            }
            boolean isFirstSight = change.kind() == Kind.UPDATE_OF_UNKNOWN;
            if (definition.take(next, change.isSilent() || isFirstSight)) {
                judge.forgetEdges(id);
            }
        } catch (RefusedException e) {
            definition.refuse(WorkflowReader.isStopping(change.row()));
        }
    }

    /** State takes it; retractions; exit_if of waiting runs; its own occurrences. */
    private void takeFact(Event event) {
        Change change = world.take(event);
        if (change == null) {
            return;
        }
        // An update of an older score changes nothing (3.1).
        boolean isPatternFact =
                event.table().equals("health_scores")
                        ? world.account(event.account()).isSetBy(change)
                        : PATTERN_TABLES.contains(event.table()) && !isMoved(change);
        takeFact(event, change);
        if (isPatternFact) {
            raise("pattern", event.account(), workflow -> patterns.take(workflow, change));
        }
    }

    private void takeFact(Event event, Change change) {
        String account = event.account();
        switch (event.table()) {
            case "automation_requests" -> takeRequest(change);
            case "accounts" -> takeAccount(change);
            case "health_scores" -> takeScore(change);
            case "engagements" -> {
                engagements.take(change);
                exit(account);
                raise(
                        "engagement_event",
                        account,
                        workflow -> engagements.raised(workflow, change));
            }
            case "goals" -> {
                triggers.retractMiss(change);
                exit(account);
                raise("goal_event", account, workflow -> triggers.ofGoal(workflow, change));
            }
            default -> exit(account);
        }
    }

    /** What one workflow makes of a fact. */
    private interface Raising {
        List<Occurrence> occurrences(Workflow workflow);
    }

    private void raise(String type, String account, Raising raising) {
        for (Definition definition : world.definitions.values()) {
            Workflow workflow = definition.good();
            if (workflow != null && workflow.type().equals(type)) {
                for (Occurrence occurrence : raising.occurrences(workflow)) {
                    judge.judge(workflow, account, occurrence);
                }
            }
        }
    }

    private void exit(String account) {
        for (Run run : world.runs.values()) {
            List<Condition> exitIf = run.workflow.exitIf();
            if (run.isWaiting() && run.isOf(account) && exitIf != null && !exitIf.isEmpty()) {
                Conditions conditions =
                        Conditions.of(world, run.workflow, account, run.triggerData);
                if (conditions.reason(exitIf).isEmpty()) {
                    run.end("exit_condition");
                }
            }
        }
    }

    private void takeAccount(Change change) {
        String account = change.event().account();
        boolean isMoved = isMoved(change);
        if (!change.isThere() || isMoved) {
            world.runs.values().stream()
                    .filter(run -> run.isOf(account) && run.isWaiting())
                    .forEach(run -> run.end("account_deleted"));
        }
        if (!change.isThere() || isMoved) {
            patterns.forgetAccount(account);
        }
        if (!change.isThere()) {
            world.dropAccount(account);
            judge.forgetAccount(account);
        } else if (!isMoved) {
            exit(account);
            for (String type : List.of("status_change", "account_created")) {
                raise(type, account, workflow -> triggers.ofAccount(workflow, change));
            }
        }
    }

    /** An account that changes organization fires nothing. */
    private static boolean isMoved(Change change) {
        return change.event().table().equals("accounts")
                && change.wasThere()
                && !Values.id(change.before("organization_id"))
                        .equals(Values.id(change.after("organization_id")));
    }

    private void takeScore(Change change) {
        String id = change.event().account();
        AccountState account = world.account(id);
        boolean isSet = account.isSetBy(change);
        List<Score> health = List.copyOf(account.scores("health_score"));
        List<Score> churn = List.copyOf(account.scores("churn_risk"));
        if (isSet) {
            account.set(change);
        }
        exit(id);
        if (!isSet) {
            return;
        }
        raise(
                "health_score_change",
                id,
                workflow -> {
                    String metric = Scores.metric(workflow);
                    BigDecimal score = Values.decimal(change.after(AccountState.column(metric)));
                    if (score == null) {
                        return List.of();
                    }
                    judge.rearm(workflow, id, score);
                    List<Score> earlier = metric.equals("churn_risk") ? churn : health;
                    return Scores.edges(workflow, change, earlier, score);
                });
    }

    /** No fact: nobody's exit_if looks at it. */
    private void takeRequest(Change change) {
        if (!change.isInsert()) {
            return;
        }
        switch (change.after("kind").asText()) {
            case "run" -> judge.request(change);
            case "retry" -> judge.retry(change);
            case "cancel" -> {
                Run run = world.runs.get(Values.id(change.after("run_id")));
                if (run != null && run.isWaiting()) {
                    run.end("cancelled");
                }
            }
            default -> {}
        }
    }

    /** Semantics 1.4: raised occurrences, schedules, waiting actions. */
    private void takeTimers() {
        dues().stream()
                .filter(due -> due.at() == world.now)
                .sorted(DUE)
                .forEach(due -> judge.judge(due.workflow(), due.account(), due.occurrence()));
        for (Definition definition : world.definitions.values()) {
            Workflow workflow = definition.good();
            Long at = workflow == null ? null : nextSchedule(workflow, world.now - 1);
            if (workflow != null && at != null && at == world.now) {
                schedule(workflow);
            }
        }
        world.runs.values().stream()
                .filter(run -> Objects.equals(run.dueAt(), world.now))
                .sorted(WAITING)
                .forEach(dispatch::proceed);
    }

    private void schedule(Workflow workflow) {
        if (workflow.isPerOrganization()) {
            judge.judgeOrganization(workflow, world.now);
            return;
        }
        for (String account : world.accounts()) {
            judge.judge(workflow, account, Triggers.scheduled(world.now));
        }
    }

    private List<Due> dues() {
        List<Due> dues = new ArrayList<>();
        for (Definition definition : world.definitions.values()) {
            Workflow workflow = definition.good();
            if (workflow == null) {
                continue;
            }
            for (String account : world.accounts()) {
                if (workflow.type().equals("engagement_event")) {
                    dues.addAll(engagements.dues(workflow, account));
                } else if (workflow.type().equals("pattern")) {
                    dues.addAll(patterns.dues(workflow, account));
                } else {
                    dues.addAll(triggers.dues(workflow, account));
                }
            }
        }
        return dues;
    }

    private @Nullable Long nextSchedule(Workflow workflow, long later) {
        return workflow.type().equals("scheduled")
                ? Calendar.next(
                        workflow.trigger(),
                        world.organization(workflow.organization()).zone(),
                        later,
                        until)
                : null;
    }

    /** The next instant at which anything happens, null where nothing does any more. */
    private @Nullable Long nextInstant() {
        List<Long> instants = new ArrayList<>();
        long past = Math.max(world.now, begin - 1);
        dues().stream().map(Due::at).forEach(instants::add);
        for (Definition definition : world.definitions.values()) {
            Workflow workflow = definition.good();
            Long at = workflow == null ? null : nextSchedule(workflow, past);
            if (at != null) {
                instants.add(at);
            }
        }
        for (Run run : world.runs.values()) {
            Long at = run.dueAt();
            if (at != null) {
                instants.add(at);
            }
        }
        Long timer =
                instants.stream()
                        .filter(at -> at > past)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
        Long event =
                events.stream()
                        .map(Event::at)
                        .filter(at -> at > world.now)
                        .findFirst()
                        .orElse(null);
        if (timer == null || event == null) {
            return timer == null ? event : timer;
        }
        return Math.min(timer, event);
    }
}
