package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.evaluate.Watch;
import io.automation.job.oracle.NastyHistory;
import io.automation.job.oracle.NastyHistory.Kind;
import io.automation.job.oracle.Story;
import io.automation.model.schema.Schema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nasty histories while somebody watches everything: the runs are the same to the byte, every run
 * has its decision, and the comparisons of a decision come to its verdict.
 */
class WatchedHistoriesITCase {

    private static final int HISTORIES = Integer.getInteger("watched.histories", 60);
    private static final long FIRST_SEED = Long.getLong("histories.seed", 1);

    private static final Set<String> TESTS = tests();

    @ParameterizedTest
    @EnumSource
    void tellsOfEveryRunAndOfNoOther(Kind kind, @TempDir Path directory) throws Exception {
        List<Story> stories =
                LongStream.range(FIRST_SEED, FIRST_SEED + HISTORIES)
                        .mapToObj(seed -> NastyHistory.of(kind, seed))
                        .toList();
        ReplayJob watched = new ReplayJob(directory.resolve("watched"), Watch.of(null, null));
        ReplayJob unwatched = new ReplayJob(directory.resolve("unwatched"));
        for (Story story : stories) {
            watched.add(story.lines(), Differences.options(story.asked()));
            unwatched.add(story.lines(), Differences.options(story.asked()));
        }
        watched.run(2);
        unwatched.run(2);

        int told = 0;
        for (int i = 0; i < stories.size(); i++) {
            assertThat(watched.lines(i, "runs.jsonl"))
                    .as("runs of seed %d", FIRST_SEED + i)
                    .isEqualTo(unwatched.lines(i, "runs.jsonl"));
            List<JsonNode> decisions = watched.decisions(i);
            told += decisions.size();
            check(watched.runs(i), decisions);
        }
        assertThat(told).as("decisions").isGreaterThan(HISTORIES);
    }

    private static void check(List<JsonNode> runs, List<JsonNode> decisions) {
        Map<String, JsonNode> byRun = new HashMap<>();
        for (JsonNode decision : decisions) {
            String verdict = decision.path("verdict").asText();
            boolean isOfRun = verdict.equals("started") || verdict.equals("skipped");
            if (isOfRun && !decision.path("run_id").isNull()) {
                assertThat(byRun.put(decision.path("run_id").asText(), decision))
                        .as("another decision on the run of %s", decision)
                        .isNull();
            }
            comesToItsVerdict(decision);
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode run : runs) {
            ids.add(run.path("id").asText());
            JsonNode decision = byRun.get(run.path("id").asText());
            assertThat(decision).as("decision on %s", run).isNotNull();
            for (String field : List.of("workflow_id", "account_id", "occurrence_key")) {
                assertThat(decision.path(field)).as(field).isEqualTo(run.path(field));
            }
            assertThat(decision.path("at")).isEqualTo(run.path("occurred_at"));
            if (decision.path("verdict").asText().equals("skipped")) {
                assertThat(run.path("status").asText()).isEqualTo("skipped");
                assertThat(decision.path("reason")).isEqualTo(run.path("reason"));
            }
        }
        assertThat(ids).containsAll(byRun.keySet());
    }

    /** What was asked holds up to the last comparison; that one decides. */
    private static void comesToItsVerdict(JsonNode decision) {
        JsonNode compared = decision.path("compared");
        List<JsonNode> trigger = list(compared.path("trigger"));
        List<JsonNode> conditions = list(compared.path("conditions"));
        List<JsonNode> admission = list(compared.path("admission"));
        Stream.of(trigger, conditions, admission)
                .flatMap(List::stream)
                .forEach(each -> assertThat(TESTS).contains(each.path("test").asText()));
        String verdict = decision.path("verdict").asText();
        switch (verdict) {
            case "started", "skipped", "own_change", "key_used" -> {
                assertThat(trigger).as("%s", decision).allMatch(WatchedHistoriesITCase::isMet);
                boolean all =
                        conditions.stream().allMatch(WatchedHistoriesITCase::isMet)
                                && admission.stream().allMatch(WatchedHistoriesITCase::isMet);
                assertThat(all).as("%s", decision).isEqualTo(verdict.equals("started"));
            }
            case "no_edge", "below_minimum_change", "not_rearmed" -> {
                assertThat(trigger).as("%s", decision).isNotEmpty();
                int last = trigger.size() - 1;
                assertThat(trigger.subList(0, last)).allMatch(WatchedHistoriesITCase::isMet);
                assertThat(isMet(trigger.get(last))).as("%s", decision).isFalse();
            }
            default -> assertThat(admission).as("%s", decision).hasSize(1);
        }
    }

    private static boolean isMet(JsonNode comparison) {
        boolean holds = comparison.path("holds").asBoolean();
        return comparison.path("test").asText().equals("already") != holds;
    }

    private static List<JsonNode> list(JsonNode nodes) {
        return Stream.iterate(0, i -> i < nodes.size(), i -> i + 1).map(nodes::get).toList();
    }

    private static Set<String> tests() {
        Set<String> tests = new TreeSet<>();
        Schema.DECISION
                .json()
                .at("/$defs/comparisons/items/properties/test/enum")
                .forEach(test -> tests.add(test.asText()));
        return tests;
    }
}
