package io.automation.embedded.explain;

import io.automation.model.run.Reason;
import io.automation.model.run.RunStatus;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Since when a score has been where a workflow wants it: the edge that came before.
 *
 * @param edge null where the records do not go back so far
 * @param run the run of that edge; null for none
 * @param isFirstValue whether the account's first score was there already
 * @param recordsSince epoch milliseconds; null for no record at all
 */
record Crossing(
        @Nullable Decided edge,
        @Nullable RunStory run,
        boolean isFirstValue,
        @Nullable Long recordsSince) {

    /** The edge before the last of some decisions, which are of one pair and sorted. */
    static Crossing before(
            List<Decided> decisions,
            Decided chosen,
            Function<@Nullable String, @Nullable RunStory> runs,
            @Nullable Long recordsSince) {
        Boolean direction = chosen.isDecrease();
        for (int i = decisions.indexOf(chosen) - 1; i >= 0; i--) {
            Decided earlier = decisions.get(i);
            Boolean other = earlier.isDecrease();
            if (other == null || !other.equals(direction)) {
                continue;
            }
            Comparison already = earlier.trigger("already");
            Comparison unmet =
                    earlier.trigger().stream()
                            .filter(test -> !test.isOf("already") && !test.isOf("armed"))
                            .filter(test -> !test.holds())
                            .findFirst()
                            .orElse(null);
            if (unmet != null) {
                break;
            }
            if (earlier.key().equals("enroll")) {
                return new Crossing(earlier, runs.apply(earlier.runId()), false, recordsSince);
            }
            if (already != null && ScoreSentences.number(already.found()) == null) {
                return new Crossing(earlier, null, true, recordsSince);
            }
            if (already == null || !already.holds()) {
                return new Crossing(earlier, runs.apply(earlier.runId()), false, recordsSince);
            }
        }
        return new Crossing(null, null, false, recordsSince);
    }

    /** {@code it crossed on Sat 21 Nov, and that crossing had its run (c1d04f7e, success)}. */
    String text(Wording words) {
        Decided crossed = edge;
        if (crossed == null) {
            return recordsSince == null
                    ? "that was so before the records begin"
                    : "that was so before the records begin, " + words.when(recordsSince);
        }
        if (isFirstValue) {
            return "from its first score on, %s, and a first score is no change"
                    .formatted(words.day(crossed.at()));
        }
        if (crossed.key().equals("enroll")) {
            return "it was enrolled on %s%s".formatted(words.day(crossed.at()), runText(words));
        }
        String on = "it crossed on " + words.day(crossed.at());
        RunStory had = run;
        if (had == null) {
            return "%s, and that crossing had no run (%s)".formatted(on, crossed.verdict().code());
        }
        return had.isRefused()
                ? "%s, and that crossing was skipped%s".formatted(on, runText(words))
                : "%s, and that crossing had its run%s".formatted(on, runText(words));
    }

    private String runText(Wording words) {
        RunStory had = run;
        if (had == null) {
            return "";
        }
        Reason reason = had.reason();
        String status =
                had.status() == RunStatus.SKIPPED && reason != null
                        ? reason.code()
                        : had.status().code();
        return " (%s, %s)".formatted(words.id(had.id()), status);
    }
}
