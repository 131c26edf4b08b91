package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.model.workflow.ConditionParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which engagements an engagement_history counts, and how many it asks for. */
class EngagementHistoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = Instant.parse("2026-06-01T09:00:00Z").toEpochMilli();

    private final List<Engagement> engagements = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # both ends are in
                    {"last_engagement_days": 7}     | 2026-05-25T09:00:00.000Z | holds
                    {"last_engagement_days": 7}     | 2026-05-25T08:59:59.999Z | condition_failed
                    {"last_engagement_days": 7}     | 2026-06-01T09:00:00.000Z | holds
                    {"last_engagement_days": 7}     | 2026-06-01T09:00:00.001Z | condition_failed
                    {"last_engagement_days": "7"}   | 2026-05-25T09:00:00.000Z | holds
                    {"last_engagement_days": 0}     | 2026-06-01T09:00:00.000Z | holds
                    {"last_engagement_days": 0}     | 2026-06-01T08:59:59.999Z | condition_failed
                    # 90 days by default, of 24 hours each
                    {}                              | 2026-03-03T09:00:00.000Z | holds
                    {}                              | 2026-03-03T08:59:59.999Z | condition_failed
                    {}                              |                          | condition_failed
                    """)
    void countsFromNTimes24HoursAgoUntilNow(
            String config, @Nullable Instant occurredAt, String expected)
            throws JsonProcessingException {
        add("call", "positive", occurredAt);

        assertThat(judge(config)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # at least one by default, none where a maximum is given
                    {}                                                    | 0 | condition_failed
                    {}                                                    | 1 | holds
                    {"engagement_count_max": 2}                           | 0 | holds
                    {"engagement_count_max": 2}                           | 2 | holds
                    {"engagement_count_max": 2}                           | 3 | condition_failed
                    {"engagement_count_max": 0}                           | 0 | holds
                    {"engagement_count_max": 0}                           | 1 | condition_failed
                    {"engagement_count_max": null}                        | 0 | condition_failed
                    {"engagement_count_min": 0}                           | 0 | holds
                    {"engagement_count_min": 2}                           | 1 | condition_failed
                    {"engagement_count_min": 2}                           | 2 | holds
                    {"engagement_count_min": 1, "engagement_count_max": 2} | 0 | condition_failed
                    {"engagement_count_min": 1, "engagement_count_max": 2} | 2 | holds
                    """)
    void asksForACount(String config, int count, String expected) throws JsonProcessingException {
        for (int i = 0; i < count; i++) {
            add("call", null, Instant.ofEpochMilli(NOW - i));
        }

        assertThat(judge(config)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"engagement_types": ["call"]}                           | holds
                    {"engagement_types": ["email", "call"]}                  | holds
                    {"engagement_types": ["Call"]}                           | condition_failed
                    {"engagement_types": []}                                 | holds
                    {"outcomes": ["positive"]}                               | holds
                    {"outcomes": ["negative"]}                               | condition_failed
                    {"engagement_types": ["email"], "outcomes": ["positive"]} | condition_failed
                    {"engagement_types": ["call"], "outcomes": ["positive"]} | holds
                    {"engagement_types": ["meeting"]}                        | holds
                    {"engagement_types": ["meeting"], "outcomes": ["positive"]} | condition_failed
                    """)
    void countsTypesAndOutcomes(String config, String expected) throws JsonProcessingException {
        add("call", "positive", Instant.ofEpochMilli(NOW));
        add("meeting", null, Instant.ofEpochMilli(NOW));
        add(null, null, Instant.ofEpochMilli(NOW));

        assertThat(judge(config)).isEqualTo(expected);
    }

    @Test
    void isRefusedWhereMoreIsAskedForThanAdmitted() throws JsonProcessingException {
        assertThat(parse("{\"engagement_count_min\": 3, \"engagement_count_max\": 2}").isGood())
                .isFalse();
        assertThat(parse("{\"last_engagement_days\": 91}").problems())
                .singleElement()
                .extracting("pointer")
                .isEqualTo("/engagement_history/last_engagement_days");
    }

    private void add(@Nullable String type, @Nullable String outcome, @Nullable Instant at) {
        engagements.add(
                new Engagement(
                        "e" + engagements.size(),
                        type,
                        "completed",
                        outcome,
                        null,
                        at == null ? null : at.toEpochMilli()));
    }

    private String judge(String config) throws JsonProcessingException {
        ConditionParser.Parsed parsed = parse(config);
        assertThat(parsed.problems()).isEmpty();
        var reason = Conditions.compile(parsed.conditions()).judge(path -> null, engagements, NOW);
        return reason == null ? "holds" : reason.code();
    }

    private static ConditionParser.Parsed parse(String config) throws JsonProcessingException {
        return ConditionParser.parse(JSON.readTree("{\"engagement_history\": " + config + "}"), "");
    }
}
