package io.automation.job.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.oracle.NastyHistory.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NastyHistoryTest {

    @ParameterizedTest
    @EnumSource
    void isJudgedTheSameInEveryOrderAndWithoutItsRedeliveries(Kind kind) {
        for (int seed = 0; seed < 10; seed++) {
            Story story = NastyHistory.of(kind, seed);
            List<String> lines = new ArrayList<>(new LinkedHashSet<>(story.lines()));
            Collections.shuffle(lines, new Random(seed));

            assertThat(Oracle.judge(lines, story.asked()))
                    .as("seed " + seed)
                    .isEqualTo(Oracle.judge(story.lines(), story.asked()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasPositionsThatOnlyGrowInCommitOrder(Kind kind) throws Exception {
        List<String> lines = NastyHistory.inCommitOrder(kind, 1);
        long last = 0;
        for (String line : new LinkedHashSet<>(lines)) {
            long position = Values.JSON.readTree(line).path("source").path("lsn").asLong();

            assertThat(position).isGreaterThan(last);
            last = position;
        }
    }

    @Test
    void seesEveryVerdictThatAReplayCanHave() throws Exception {
        Set<String> reasons = new TreeSet<>();
        Set<String> triggers = new TreeSet<>();
        Set<String> statuses = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            for (int seed = 0; seed < 60; seed++) {
                Story story = NastyHistory.of(kind, seed);
                for (String line : Oracle.judge(story.lines(), story.asked())) {
                    JsonNode run = Values.JSON.readTree(line);
                    reasons.add(run.path("reason").asText());
                    triggers.add(run.path("trigger_type").asText());
                    statuses.add(run.path("status").asText());
                }
            }
        }

        assertThat(reasons)
                .contains(
                        "not_in_scope",
                        "condition_failed",
                        "missing_field",
                        "cooldown",
                        "already_active",
                        "re_entry",
                        "holdout",
                        "window_expired",
                        "outside_window",
                        "no_recipient",
                        "missing_variable",
                        "paused_past_due",
                        "workflow_deleted",
                        "account_deleted",
                        "retracted",
                        "exit_condition",
                        "stale_status",
                        "loop_guard",
                        "cancelled");
        assertThat(triggers).hasSize(9).contains("pattern");
        assertThat(statuses)
                .containsExactlyInAnyOrder("queued", "running", "success", "failed", "skipped");
    }
}
