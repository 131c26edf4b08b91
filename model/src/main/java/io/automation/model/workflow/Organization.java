package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tenant: whose accounts, and by which clock.
 *
 * @param settings all of its settings, an object: what templates see as {@code organization.*}
 */
public record Organization(
        String id,
        @Nullable String name,
        ZoneId zone,
        BusinessHours businessHours,
        Set<String> negativeOutcomes,
        @Nullable FrequencyCap frequencyCap,
        @Nullable String fromEmail,
        @Nullable String productName,
        JsonNode settings) {

    /** Outcomes that are bad where an organization says nothing. */
    static final Set<String> NEGATIVE_OUTCOMES = Set.of("negative", "no_show", "escalated", "lost");

    public Organization {
        negativeOutcomes = Set.copyOf(negativeOutcomes);
    }

    /** What holds for an organization without a row: UTC, no settings. */
    public static Organization unknown(String id) {
        return new Organization(
                id,
                null,
                ZoneOffset.UTC,
                BusinessHours.DEFAULT,
                NEGATIVE_OUTCOMES,
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode());
    }

    /** When people work; the end is outside. */
    public record BusinessHours(LocalTime start, LocalTime end, Set<DayOfWeek> days) {

        /** Monday to Friday, nine to five. */
        public static final BusinessHours DEFAULT =
                new BusinessHours(
                        LocalTime.of(9, 0),
                        LocalTime.of(17, 0),
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

        public BusinessHours {
            days = Set.copyOf(days);
        }
    }

    /** At most so many customer mails per address in any such time. */
    public record FrequencyCap(int max, long perMillis) {}
}
