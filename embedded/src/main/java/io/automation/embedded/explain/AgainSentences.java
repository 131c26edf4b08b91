package io.automation.embedded.explain;

import io.automation.embedded.explain.WorkflowHistory.Version;
import io.automation.model.run.Reason;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a workflow that did not fire can fire again: after its edge, its cooldown, its limits. */
final class AgainSentences {

    private final Wording words;
    private final Subject subject;
    private final Evidence evidence;

    AgainSentences(Wording words, Subject subject, Evidence evidence) {
        this.words = words;
        this.subject = subject;
        this.evidence = evidence;
    }

    /** Null where nothing stands in the way but what was said already. */
    @Nullable String sentence(Decided decision, @Nullable RunStory run) {
        Reason reason = run != null && run.reason() != null ? run.reason() : decision.reason();
        if (decision.isDecrease() != null) {
            return scoreSentence(decision, run);
        }
        if (reason == Reason.RE_ENTRY) {
            Long from = reEntryFrom(decision);
            return from == null
                    ? "It does not fire for this account again."
                    : "It can fire again from %s on.".formatted(words.when(from));
        }
        return reason == Reason.ALREADY_ACTIVE
                ? "It can fire again once that run has ended."
                : null;
    }

    private @Nullable String scoreSentence(Decided decision, @Nullable RunStory run) {
        ScoreSentences scores = new ScoreSentences(words, subject.score(), evidence.decisions());
        Long notBefore = notBefore(decision, run);
        String edge = isBehindTheLine(decision) ? scores.beforeAnotherEdge(decision) : null;
        String cooldown =
                notBefore == null
                        ? null
                        : "not before %s (cooldown)".formatted(words.when(notBefore));
        if (edge == null) {
            return cooldown == null ? null : "It can fire again, but " + cooldown + ".";
        }
        return "It can fire again after %s%s."
                .formatted(edge, cooldown == null ? "" : ", and " + cooldown);
    }

    /** Whether the score is where the workflow wants it, so that it has to leave first. */
    private static boolean isBehindTheLine(Decided decision) {
        return switch (decision.verdict()) {
            case NOT_ACTIVE, NOT_IN_SCOPE, PATTERN_DROPPED, BELOW_MINIMUM_CHANGE -> false;
            case STARTED, SKIPPED, NOT_REARMED, OWN_CHANGE, KEY_USED -> true;
            case NO_EDGE ->
                    decision.trigger().stream()
                            .allMatch(test -> test.isOf("already") || test.holds());
        };
    }

    /** The end of a cooldown that runs; null for none. */
    @Nullable Long notBefore(Decided decision, @Nullable RunStory run) {
        if (decision.reason() == Reason.RE_ENTRY) {
            return reEntryFrom(decision);
        }
        Comparison told = decision.admission("cooldown");
        if (told != null && !told.holds()) {
            return told.instant("until");
        }
        Workflow workflow = subject.workflow();
        Boolean direction = decision.isDecrease();
        if (workflow == null || direction == null || workflow.cooldownMillis() == 0) {
            return null;
        }
        Long last = null;
        for (Decided earlier : evidence.decisions()) {
            if (earlier.at() <= decision.at()
                    && !earlier.equals(decision)
                    && started(earlier)
                    && direction.equals(earlier.isDecrease())
                    && isSameTrigger(earlier, workflow)) {
                last = earlier.at();
            }
        }
        if (last == null) {
            return null;
        }
        long until = last + workflow.cooldownMillis();
        return until > decision.at() ? Long.valueOf(until) : null;
    }

    private boolean started(Decided earlier) {
        RunStory run = evidence.run(earlier.runId());
        return earlier.verdict() == Verdict.STARTED && (run == null || !run.isRefused());
    }

    /** Another trigger drops the cooldown. */
    private boolean isSameTrigger(Decided earlier, Workflow workflow) {
        WorkflowHistory history = evidence.records().workflow(evidence.workflowId());
        Version version = history == null ? null : history.at(earlier.at());
        Workflow then = version == null ? null : version.workflow();
        return then == null || then.trigger().equals(workflow.trigger());
    }

    private @Nullable Long reEntryFrom(Decided decision) {
        Workflow workflow = subject.workflow();
        ReEntry limit = workflow == null ? null : workflow.settings().reEntry();
        if (limit == null || !limit.isLimited() || limit.intervalMillis() == Long.MAX_VALUE) {
            return null;
        }
        List<Long> starts = new ArrayList<>();
        for (Decided earlier : evidence.decisions()) {
            if (earlier.at() <= decision.at() && started(earlier)) {
                starts.add(earlier.at());
            }
        }
        return starts.size() < limit.max()
                ? null
                : Long.valueOf(starts.get(starts.size() - limit.max()) + limit.intervalMillis());
    }
}
