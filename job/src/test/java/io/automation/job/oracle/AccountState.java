package io.automation.job.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an account's rows alone do not say: its scores, its silence, how outcomes came about. */
final class AccountState {

    record Score(long at, BigDecimal value) {}

    /** An outbound engagement that waits for an answer. */
    record Unanswered(String engagement, long clock) {}

    /** When and by what an outcome entered the negative set. */
    record Entry(long at, String position, Origin origin) {}

    private @Nullable String scoreRow;
    private final Map<String, List<Score>> scores = new HashMap<>();

    /** In the order in which they first counted. */
    final List<Unanswered> silence = new ArrayList<>();

    /** Engagements that once counted; none does so twice. */
    final Set<String> everCounted = new HashSet<>();

    /** Workflows that have a record of this silence, and their runs. */
    final Set<String> silenceWorkflows = new HashSet<>();

    final List<Run> silenceRuns = new ArrayList<>();

    final Map<String, Entry> negatives = new HashMap<>();

    /** The known values of a metric, as they came. */
    List<Score> scores(String metric) {
        return scores.computeIfAbsent(metric, name -> new ArrayList<>());
    }

    @Nullable BigDecimal lastScore(String metric) {
        List<Score> known = scores(metric);
        return known.isEmpty() ? null : known.get(known.size() - 1).value();
    }

    /** Section 3.1: whether a change of a score row sets the score. */
    boolean isSetBy(Change change) {
        String row = change.event().row();
        return switch (change.kind()) {
            case INSERT -> true;
            case UPDATE -> row.equals(scoreRow);
            case UPDATE_OF_UNKNOWN -> scoreRow == null;
            case DELETE -> false;
        };
    }

    void set(Change change) {
        scoreRow = change.event().row();
        for (String metric : List.of("health_score", "churn_risk")) {
            BigDecimal value = Values.decimal(change.after(column(metric)));
            if (value != null) {
                scores(metric).add(new Score(change.event().at(), value));
            }
        }
    }

    static String column(String metric) {
        return metric.equals("health_score") ? "score" : metric;
    }
}
