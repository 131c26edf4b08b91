package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Durations;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said for each reason of the closed list: why a run did not start, or stopped. */
final class RefusalSentences {

    private final Wording words;
    private final Subject subject;

    RefusalSentences(Wording words, Subject subject) {
        this.words = words;
        this.subject = subject;
    }

    /** Why an occurrence that came true started no run. */
    String refused(Reason reason, Decided decision) {
        Comparison test = decision.admission(reason.code());
        return switch (reason) {
            case CONDITION_FAILED, MISSING_FIELD, TYPE_MISMATCH -> condition(reason, decision);
            case COOLDOWN -> cooldown(test);
            case ALREADY_ACTIVE -> alreadyActive(test);
            case RE_ENTRY -> reEntry(test);
            case HOLDOUT -> holdout(test);
            case LOOP_GUARD -> loopGuard(test);
            case STALE_EVENT -> stale(test);
            case MISSED_SCHEDULE ->
                    "The system was down at that instant and came back too late to catch up.";
            case NOT_IN_SCOPE ->
                    "A person asked for it, but the workflow was not active or the account is not on"
                            + " its list.";
            default -> stopped(reason, null);
        };
    }

    private String condition(Reason reason, Decided decision) {
        List<Comparison> failed =
                decision.conditions().stream().filter(each -> !each.holds()).toList();
        Comparison told =
                failed.stream()
                        .filter(each -> reason.code().equals(each.text("reason")))
                        .findFirst()
                        .orElse(failed.isEmpty() ? null : failed.get(0));
        if (told != null) {
            return new ConditionSentences(words).failed(told);
        }
        return switch (reason) {
            case MISSING_FIELD -> "A value that its conditions look at is empty.";
            case TYPE_MISMATCH -> "A value that its conditions look at cannot be compared.";
            default -> "Its conditions do not hold.";
        };
    }

    private String cooldown(@Nullable Comparison test) {
        Long last = test == null ? null : Comparison.instantOf(test.found());
        return test == null || last == null
                ? "Its last run started less than its cooldown before."
                : "Its last run started on %s, less than %s before (cooldown)."
                        .formatted(words.when(last), duration(test.asked()));
    }

    private static String duration(JsonNode code) {
        Long millis = Durations.parse(code.asText());
        return millis == null ? Wording.line(code.asText()) : Wording.duration(millis);
    }

    /** {@code An earlier run still waits: step 2 on Fri 09:00.} */
    private String alreadyActive(@Nullable Comparison test) {
        if (test == null || !test.extra("step").isNumber()) {
            return "An earlier run has not ended%s.".formatted(run(test));
        }
        Long due = test.instant("due_at");
        int step = 1 + test.extra("step").asInt();
        return due == null
                ? "An earlier run still waits: step %d%s.".formatted(step, run(test))
                : "An earlier run still waits: step %d on %s%s."
                        .formatted(step, words.when(due), run(test));
    }

    private String run(@Nullable Comparison test) {
        String id = test == null ? null : Comparison.textOf(test.found());
        return id == null ? "" : " (run " + words.id(id) + ")";
    }

    private String reEntry(@Nullable Comparison test) {
        Workflow workflow = subject.workflow();
        ReEntry limit = workflow == null ? ReEntry.EVERY : workflow.settings().reEntry();
        int max = limit.isLimited() ? limit.max() : 1;
        if (test != null && test.asked().path("max").isInt()) {
            max = test.asked().path("max").intValue();
        }
        String within =
                limit.intervalMillis() == Long.MAX_VALUE
                        ? ""
                        : " within " + Wording.duration(limit.intervalMillis());
        return max == 1
                ? "An account goes through this workflow once%s, and this one has."
                        .formatted(within)
                : "An account goes through this workflow %d times%s at most, and this one has."
                        .formatted(max, within);
    }

    private String holdout(@Nullable Comparison test) {
        String share = test == null ? "A share" : words.value(test.asked()) + " %";
        return share
                + " of the accounts are held out, to see what happens without the workflow; this is one"
                + " of them.";
    }

    private String loopGuard(@Nullable Comparison test) {
        String depth =
                test == null || !test.extra("depth").isNumber()
                        ? ""
                        : " (run %s, %s deep)"
                                .formatted(
                                        words.id(
                                                Wording.orElse(
                                                        test.text("run_id"),
                                                        test.found().asText())),
                                        test.extra("depth").asText());
        return "A run of this system made the change%s; going on would run in circles."
                .formatted(depth);
    }

    private String stale(@Nullable Comparison test) {
        if (test == null) {
            return "The change was too old when it was judged, so it only counts as known.";
        }
        return "The change was %s old when it was judged; what is older than %s starts nothing."
                .formatted(duration(test.found()), duration(test.asked()));
    }

    /**
     * Why a run that started stopped, or how a mail was kept back.
     *
     * @param dueAt when the step was due, in epoch milliseconds; null where that is not told
     */
    String stopped(Reason reason, @Nullable Long dueAt) {
        String due = dueAt == null ? "" : " (" + words.when(dueAt) + ")";
        return switch (reason) {
            case CONDITION_FAILED, MISSING_FIELD, TYPE_MISMATCH ->
                    "When the step was due%s, its conditions did not hold any more.".formatted(due);
            case WINDOW_EXPIRED ->
                    "The next time at which it may act lay too far away%s."
                            .formatted(limit("max_defer"));
            case OUTSIDE_WINDOW ->
                    "It was outside of the hours in which the workflow acts, and it does not wait.";
            case SUPPRESSED -> "The address is on the list of those that get no such mail.";
            case NO_RECIPIENT -> "Nobody has the role that the mail goes to.";
            case MISSING_VARIABLE ->
                    "A variable of the mail had no value, and no mail goes out with a hole.";
            case PAUSED_PAST_DUE ->
                    "The workflow was not active when the step was due%s.".formatted(due);
            case WORKFLOW_DELETED -> "The workflow was deleted while the run waited.";
            case ACCOUNT_DELETED -> "The account was deleted while the run waited.";
            case RETRACTED ->
                    "What had triggered it turned out not to be so, and it was taken back.";
            case EXIT_CONDITION -> "The condition that ends it early came true.";
            case STALE_STATUS -> "The account's status had changed meanwhile.";
            case CANCELLED -> "A person cancelled it.";
            case BLAST_RADIUS -> "The workflow had reached as many accounts as it may in an hour.";
            case FREQUENCY_CAP -> "The address had got as many mails as it may.";
            case NOT_IN_SCOPE -> "Not on the workflow's list of accounts.";
            case COOLDOWN -> "Its last run started less than its cooldown before.";
            case ALREADY_ACTIVE -> "An earlier run has not ended.";
            case RE_ENTRY -> reEntry(null);
            case HOLDOUT -> holdout(null);
            case STALE_EVENT -> stale(null);
            case MISSED_SCHEDULE ->
                    "The system was down at that instant and came back too late to catch up.";
            case LOOP_GUARD -> loopGuard(null);
        };
    }

    private String limit(String setting) {
        Workflow workflow = subject.workflow();
        return workflow == null
                ? ""
                : " (%s %s)".formatted(setting, Wording.code(workflow.settings().maxDeferMillis()));
    }
}
