package io.automation.embedded.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** How often a workflow ran, by status and reason. */
final class WorkflowRuns {

    private final String name;
    private final Map<String, Map<String, Long>> reasonsByStatus = new TreeMap<>();
    private boolean isCompared;
    private long without;
    private long added;
    private long gone;

    WorkflowRuns(String name) {
        this.name = name;
    }

    /** Takes one {@code {status, reason, count}} of a summary. */
    void add(JsonNode counted) {
        reasonsByStatus
                .computeIfAbsent(counted.path("status").asText(), status -> new TreeMap<>())
                .merge(
                        counted.path("reason").asText(""),
                        counted.path("count").asLong(),
                        Long::sum);
    }

    /** Takes one {@code {without, added, gone}} of a summary. */
    void compare(JsonNode counted) {
        isCompared = true;
        without += counted.path("without").asLong();
        added += counted.path("added").asLong();
        gone += counted.path("gone").asLong();
    }

    boolean isCompared() {
        return isCompared;
    }

    String name() {
        return name;
    }

    long count() {
        return reasonsByStatus.values().stream().mapToLong(WorkflowRuns::sum).sum();
    }

    /**
     * {@code Health alert 214: success 200, skipped 14 (cooldown 12, holdout 2)}; of one that was
     * compared {@code Health alert 214, without the file 171: 52 new, 9 gone}.
     */
    String text(String files) {
        if (isCompared) {
            return String.format(
                    Locale.ROOT,
                    "%s %,d, without %s %,d: %,d new, %,d gone",
                    name,
                    count(),
                    files,
                    without,
                    added,
                    gone);
        }
        StringJoiner statuses = new StringJoiner(", ");
        reasonsByStatus.entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (Map.Entry<String, Map<String, Long>> status) ->
                                                sum(status.getValue()))
                                .reversed())
                .forEach(status -> statuses.add(text(status.getKey(), status.getValue())));
        String text = String.format(Locale.ROOT, "%s %,d", name, count());
        return statuses.length() == 0 ? text : text + ": " + statuses;
    }

    private static String text(String status, Map<String, Long> reasons) {
        StringJoiner listed = new StringJoiner(", ", " (", ")").setEmptyValue("");
        reasons.forEach(
                (reason, count) -> {
                    if (!reason.isEmpty()) {
                        listed.add(reason + " " + count);
                    }
                });
        return status + " " + sum(reasons) + listed;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
