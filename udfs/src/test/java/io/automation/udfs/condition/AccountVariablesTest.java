package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables that are computed from an account's engagements and goals. */
class AccountVariablesTest {

    private static final long NOW = 1_000;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # status,  outcome,  scheduled, occurred, last meeting
                    completed, positive, 100,       110,      110
                    completed, positive, 100,       -,        100
                    completed, -,        100,       110,      110
                    completed, missed,   100,       110,      -
                    completed, no_show,  100,       110,      -
                    completed, positive, -,         110,      -
                    scheduled, -,        100,       -,        -
                    cancelled, positive, 100,       110,      -
                    Completed, positive, 100,       110,      -
                    completed, positive, 2000,      2100,     2100
                    """)
    void knowTheLastMeetingThatWasHeld(
            String status, String outcome, Long scheduled, Long occurred, Long expected) {
        Engagement only = new Engagement("a", "meeting", status, outcome, scheduled, occurred);

        assertThat(at(only).lastMeetingDate())
                .isEqualTo(expected == null ? null : Instant.ofEpochMilli(expected));
    }

    @Test
    void takeTheLatestMeeting() {
        EngagementVariables variables =
                at(
                        new Engagement("a", "meeting", "completed", "x", 100L, 110L),
                        new Engagement("b", "meeting", "completed", "x", 300L, null),
                        new Engagement("c", "meeting", "completed", "x", 900L, 200L));

        assertThat(variables.lastMeetingDate()).isEqualTo(Instant.ofEpochMilli(300));
    }

    @Test
    void takeTheTypeOfTheLastEngagementUntilNow() {
        Engagement early = new Engagement("z", "email", "completed", null, null, 999L);
        Engagement low = new Engagement("a", "call", "completed", null, null, NOW);
        Engagement high = new Engagement("b", "meeting", "completed", null, null, NOW);
        Engagement future = new Engagement("c", "note", "completed", null, null, NOW + 1);
        Engagement never = new Engagement("d", "note", "scheduled", null, 1L, null);

        assertThat(at(early, low, future, never).lastEngagementType()).isEqualTo("call");
        assertThat(at(low, high, early).lastEngagementType()).isEqualTo("meeting");
        assertThat(at(high, low, early).lastEngagementType()).isEqualTo("meeting");
        assertThat(at(future, never).lastEngagementType()).isNull();
    }

    @Test
    void takeTheNextMeetingThatIsPlanned() {
        Engagement now = new Engagement("a", "meeting", "scheduled", null, NOW, null);
        Engagement soon = new Engagement("b", "meeting", "scheduled", null, NOW + 1, null);
        Engagement later = new Engagement("c", "meeting", "scheduled", null, NOW + 2, null);
        Engagement off = new Engagement("d", "meeting", "cancelled", null, NOW + 1, null);

        assertThat(at(now, later, soon).nextMeetingDate()).isEqualTo(Instant.ofEpochMilli(NOW + 1));
        assertThat(at(now, off, later).nextMeetingDate()).isEqualTo(Instant.ofEpochMilli(NOW + 2));
        assertThat(at(now, off).nextMeetingDate()).isNull();
    }

    @Test
    void countGoalsByTheirStatus() {
        List<String> statuses =
                Arrays.asList(
                        "active", "active", "achieved", "at_risk", "missed", "cancelled", null);

        assertThat(GoalVariables.of(statuses)).isEqualTo(new GoalVariables(2, 1, 1));
        assertThat(GoalVariables.of(List.of())).isEqualTo(new GoalVariables(0, 0, 0));
    }

    @Test
    void areNamedAsInDefinitions() {
        Engagement met = new Engagement("a", "call", "completed", "x", 100L, 110L);
        Engagement planned = new Engagement("b", "meeting", "scheduled", null, 2_000L, null);

        assertThat(at(met, planned).toMap())
                .isEqualTo(
                        Map.of(
                                "last_meeting_date",
                                Instant.ofEpochMilli(110),
                                "last_engagement_type",
                                "call",
                                "next_meeting_date",
                                Instant.ofEpochMilli(2_000)));
        assertThat(at().toMap()).isEmpty();
        assertThat(GoalVariables.of(List.of("at_risk")).toMap())
                .isEqualTo(
                        Map.of(
                                "active_goals", BigDecimal.ZERO,
                                "completed_goals", BigDecimal.ZERO,
                                "at_risk_goals", BigDecimal.ONE));
    }

    private static EngagementVariables at(Engagement... engagements) {
        return EngagementVariables.of(List.of(engagements), NOW);
    }
}
