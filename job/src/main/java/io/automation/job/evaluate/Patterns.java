package io.automation.job.evaluate;

import io.automation.job.evaluate.Decisions.Miss;
import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.job.evaluate.TriggerIndex.UserPattern;
import io.automation.job.pattern.CompiledPattern;
import io.automation.job.pattern.PartialMatch;
import io.automation.job.pattern.PatternFact;
import io.automation.job.pattern.PatternMatch;
import io.automation.job.pattern.PatternMatcher;
import io.automation.job.pattern.PatternOutcome;
import io.automation.job.pattern.PatternSlot;
import io.automation.job.pattern.StepFact;
import io.automation.model.change.Change;
import io.automation.model.change.Instants;
import io.automation.model.change.RowVersion;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.Trigger.Pattern;
import io.automation.model.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users' patterns on the account at hand: fed with its facts and with time. */
final class Patterns {

    private static final char SEPARATOR = '|';

    private final Account account;
    private final Decisions decisions;
    private final PatternMatcher matcher = new PatternMatcher();

    Patterns(Account account, Decisions decisions) {
        this.account = account;
        this.decisions = decisions;
    }

    /**
     * What a fact completes. Snapshot rows, rows first seen by an update and deletes are none, and
     * a fact of the system's own enters nothing.
     */
    List<Occurrence> fed(
            TriggerIndex index,
            Change change,
            @Nullable RowVersion before,
            RowVersion row,
            @Nullable Origin origin,
            long at)
            throws Exception {
        if (index.patterns.isEmpty() && !decisions.isWatched()) {
            return List.of();
        }
        PatternFact fact =
                PatternFact.of(
                        change.withAt(at),
                        row.values(),
                        before == null || before.deleted() ? null : before.values());
        List<Occurrence> raised = new ArrayList<>();
        for (UserPattern pattern : index.patterns) {
            CompiledPattern compiled = pattern.compiled();
            if (Collections.disjoint(fact.events(), compiled.waitsFor())) {
                continue;
            }
            boolean isOwn =
                    origin != null
                            && !pattern.acting().workflow().settings().allowAutomationOrigin();
            String partition = isOwn ? null : compiled.partition(fact);
            if (partition == null) {
                continue;
            }
            String key = pattern.acting().workflow().id() + SEPARATOR + partition;
            PatternSlot slot = account.patterns.get(key);
            PatternOutcome outcome = matcher.feed(compiled, slot, fact);
            keep(key, slot, outcome);
            for (PatternMatch match : outcome.matches()) {
                raised.add(occurrence(pattern, match).by(origin));
            }
            for (PartialMatch dropped : outcome.dropped()) {
                tellDropped(pattern, dropped, at);
            }
        }
        if (decisions.isWatched()) {
            decisions.others(
                    Pattern.class, at, raised, acting -> miss(index, acting, fact, origin));
        }
        return raised;
    }

    private void tellDropped(UserPattern pattern, PartialMatch dropped, long at) throws Exception {
        if (decisions.isHeard() && account.isInScope(pattern.acting().workflow())) {
            StepFact first = dropped.facts().get(0);
            decisions.cameNear(
                    pattern.acting().workflow(),
                    first.rowId() + ':' + first.position(),
                    at,
                    Verdict.PATTERN_DROPPED,
                    TriggerComparisons.steps(pattern.acting().trigger(), dropped.facts(), false));
        }
    }

    /** How far a pattern has come with a fact that completed none. */
    private @Nullable Miss miss(
            TriggerIndex index, Acting<Pattern> acting, PatternFact fact, @Nullable Origin origin)
            throws Exception {
        Pattern trigger = acting.trigger();
        if (trigger.steps().stream().noneMatch(step -> fact.events().contains(step.event()))) {
            return null;
        }
        String key = fact.rowId() + ':' + fact.position();
        Workflow workflow = acting.workflow();
        if (origin != null && !workflow.settings().allowAutomationOrigin()) {
            return Miss.ownChange(key, origin);
        }
        List<StepFact> furthest = List.of();
        for (UserPattern pattern : index.patterns) {
            String partition = pattern.compiled().partition(fact);
            if (partition != null && pattern.acting().workflow().id().equals(workflow.id())) {
                furthest =
                        matcher.furthest(
                                pattern.compiled(),
                                account.patterns.get(workflow.id() + SEPARATOR + partition));
            }
        }
        return Miss.noEdge(key, TriggerComparisons.steps(trigger, furthest, false));
    }

    /** The next instant, in epoch milliseconds, at which time alone completes or ends one. */
    long nextDue(TriggerIndex index) throws Exception {
        long next = Long.MAX_VALUE;
        if (!index.patterns.isEmpty()) {
            for (PatternSlot slot : account.patterns.values()) {
                next = Math.min(next, slot.deadline());
            }
        }
        return next;
    }

    /** What time completes up to an instant, that included. */
    List<Occurrence> due(TriggerIndex index, long instant) throws Exception {
        if (nextDue(index) > instant) {
            return List.of();
        }
        List<Occurrence> raised = new ArrayList<>();
        for (UserPattern pattern : index.patterns) {
            String prefix = pattern.acting().workflow().id() + SEPARATOR;
            Map<String, PatternSlot> slots = new LinkedHashMap<>();
            for (Map.Entry<String, PatternSlot> entry : account.patterns.entries()) {
                if (entry.getKey().startsWith(prefix)) {
                    slots.put(entry.getKey(), entry.getValue());
                }
            }
            for (Map.Entry<String, PatternSlot> entry : slots.entrySet()) {
                PatternOutcome outcome =
                        matcher.advance(pattern.compiled(), entry.getValue(), instant);
                keep(entry.getKey(), entry.getValue(), outcome);
                outcome.matches().forEach(match -> raised.add(occurrence(pattern, match)));
            }
        }
        return raised;
    }

    /** Drops what belongs to a pattern that does not act any more, or was changed. */
    void dropOld(@Nullable TriggerIndex index) throws Exception {
        List<String> old = new ArrayList<>();
        for (Map.Entry<String, PatternSlot> entry : account.patterns.entries()) {
            String key = entry.getKey();
            String workflowId = key.substring(0, key.indexOf(SEPARATOR));
            boolean lives =
                    index != null
                            && index.patterns.stream()
                                    .anyMatch(
                                            pattern ->
                                                    pattern.acting()
                                                                    .workflow()
                                                                    .id()
                                                                    .equals(workflowId)
                                                            && pattern.acting()
                                                                            .version()
                                                                            .activity()
                                                                            .patternVersion()
                                                                    == entry.getValue().version());
            if (!lives) {
                old.add(key);
            }
        }
        for (String key : old) {
            account.patterns.remove(key);
        }
    }

    private void keep(String key, @Nullable PatternSlot before, PatternOutcome outcome)
            throws Exception {
        PatternSlot after = outcome.slot();
        if (after == before) {
            return;
        }
        if (after == null) {
            account.patterns.remove(key);
        } else {
            account.patterns.put(key, after);
        }
        account.vitals().hasChanged();
    }

    private Occurrence occurrence(UserPattern pattern, PatternMatch match) {
        List<Map<String, Object>> facts = new ArrayList<>();
        for (StepFact fact : match.facts()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("step", fact.step());
            told.put("table", fact.table().tableName());
            told.put("row_id", fact.rowId());
            told.put("occurred_at", Instants.text(fact.at()));
            facts.add(told);
        }
        return Occurrence.of(
                        pattern.acting(),
                        match.key(),
                        match.occurredAt(),
                        new TriggerData().with("facts", facts),
                        null)
                .because(
                        decisions.isHeard()
                                ? TriggerComparisons.steps(
                                        pattern.acting().trigger(), match.facts(), true)
                                : null);
    }
}
