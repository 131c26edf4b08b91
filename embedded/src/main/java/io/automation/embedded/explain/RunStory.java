package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run and what became of it, as a replay or the running system recorded it.
 *
 * @param at epoch milliseconds
 * @param isLive whether effects went out; else they were only recorded
 */
record RunStory(
        String id,
        @Nullable Integer workflowVersion,
        String triggerType,
        String key,
        long at,
        RunStatus status,
        @Nullable Reason reason,
        @Nullable String error,
        boolean isRetracted,
        JsonNode triggerData,
        List<StepStory> steps,
        List<MailStory> mails,
        boolean isLive) {

    /** One step; due in epoch milliseconds, null before its turn. */
    record StepStory(
            int step,
            String actionType,
            StepStatus status,
            @Nullable Long dueAt,
            @Nullable Reason reason,
            @Nullable String error) {}

    /**
     * One mail to one address.
     *
     * @param template its name, as far as it is known
     * @param acceptedAt epoch milliseconds; null where it was not, or in a replay
     */
    record MailStory(
            int step,
            String address,
            @Nullable String templateId,
            @Nullable String template,
            @Nullable Integer templateVersion,
            @Nullable String locale,
            @Nullable String arm,
            @Nullable String subject,
            DeliveryStatus status,
            @Nullable Reason reason,
            @Nullable Long acceptedAt,
            @Nullable String error) {}

    RunStory {
        steps = List.copyOf(steps);
        mails = List.copyOf(mails);
    }

    /** Whether it was refused as it came true: a record without a step. */
    boolean isRefused() {
        return status == RunStatus.SKIPPED && steps.isEmpty();
    }

    /** The step whose turn it is; null once the run has ended. */
    @Nullable StepStory waiting() {
        return status.isTerminal()
                ? null
                : steps.stream()
                        .filter(step -> !step.status().isTerminal())
                        .findFirst()
                        .orElse(null);
    }

    List<MailStory> mails(DeliveryStatus wanted) {
        return mails.stream().filter(mail -> mail.status() == wanted).toList();
    }
}
