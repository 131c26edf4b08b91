package io.automation.udfs.condition;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables {@code engagement.*} of an account at one instant.
 *
 * @param lastMeetingDate of the last meeting that was held
 * @param lastEngagementType of the engagement that occurred last
 * @param nextMeetingDate of the next meeting that is planned
 */
public record EngagementVariables(
        @Nullable Instant lastMeetingDate,
        @Nullable String lastEngagementType,
        @Nullable Instant nextMeetingDate) {

    private static final Set<String> MISSED = Set.of("missed", "no_show");

    /** At an instant in epoch milliseconds. */
    public static EngagementVariables of(Iterable<Engagement> engagements, long now) {
        Long lastMeeting = null;
        Long nextMeeting = null;
        Engagement last = null;
        for (Engagement engagement : engagements) {
            Long planned = engagement.scheduledAt();
            Long met = isHeld(engagement) ? engagement.metAt() : null;
            if (met != null && (lastMeeting == null || met > lastMeeting)) {
                lastMeeting = met;
            }
            if (planned != null
                    && planned > now
                    && "scheduled".equals(engagement.status())
                    && (nextMeeting == null || planned < nextMeeting)) {
                nextMeeting = planned;
            }
            last = later(last, engagement, now);
        }
        return new EngagementVariables(
                instant(lastMeeting), last == null ? null : last.type(), instant(nextMeeting));
    }

    /** Those that have a value, by their names below {@code engagement}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (lastMeetingDate != null) {
            map.put("last_meeting_date", lastMeetingDate);
        }
        if (lastEngagementType != null) {
            map.put("last_engagement_type", lastEngagementType);
        }
        if (nextMeetingDate != null) {
            map.put("next_meeting_date", nextMeetingDate);
        }
        return map;
    }

    private static boolean isHeld(Engagement engagement) {
        String outcome = engagement.outcome();
        return engagement.scheduledAt() != null
                && "completed".equals(engagement.status())
                && (outcome == null || !MISSED.contains(outcome));
    }

    private static @Nullable Engagement later(
            @Nullable Engagement last, Engagement other, long now) {
        Long at = other.occurredAt();
        if (at == null || at > now) {
            return last;
        }
        Long lastAt = last == null ? null : last.occurredAt();
        if (last == null || lastAt == null) {
            return other;
        }
        int order = at.compareTo(lastAt);
        return order > 0 || (order == 0 && other.id().compareTo(last.id()) > 0) ? other : last;
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
