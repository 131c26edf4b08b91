package io.automation.job.evaluate;

import io.automation.job.evaluate.MailPlan.Mail;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import io.automation.model.workflow.Workflow;
import java.util.List;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * An occurrence that gets a run, before it is known what becomes of it.
 *
 * @param recorded whether its effects go to the recording target, which accepts at once
 */
record RunDraft(
        boolean recorded,
        String folder,
        String runId,
        Workflow workflow,
        String accountId,
        String triggerType,
        String occurrenceKey,
        long occurredAt,
        String triggerData) {

    private static final String SMTP = "smtp";

    /** The run that ends at its trigger. */
    Run skipped(Reason reason) {
        return run(RunStatus.SKIPPED, reason, null, List.of(), List.of());
    }

    /** The run whose only step cannot be done. */
    Run failed(String error) {
        Step step = step(StepStatus.FAILED, null, error);
        return run(RunStatus.FAILED, null, error, List.of(step), List.of());
    }

    /** The run whose only step is a mail, with an intent for each that is to leave. */
    void mailed(List<Mail> mails, Collector<RunEvent> out) {
        List<Delivery> deliveries =
                mails.stream()
                        .map(mail -> recorded ? accepted(mail.delivery()) : mail.delivery())
                        .toList();
        Run run = ofDeliveries(deliveries);
        out.collect(RunEvent.of(run));
        for (Mail mail : mails) {
            if (!recorded && mail.delivery().status() == DeliveryStatus.QUEUED) {
                out.collect(
                        RunEvent.of(
                                new Intent(
                                        run.withoutDeliveries(),
                                        mail.delivery(),
                                        SMTP,
                                        mail.mode(),
                                        mail.data())));
            }
        }
    }

    /**
     * A step is what its deliveries came to, and the run what its only step is (semantics 5, 10).
     */
    private Run ofDeliveries(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return ended(StepStatus.SKIPPED, RunStatus.SKIPPED, Reason.NO_RECIPIENT, deliveries);
        }
        if (deliveries.stream().anyMatch(d -> d.status() == DeliveryStatus.QUEUED)) {
            return ended(StepStatus.QUEUED, RunStatus.QUEUED, null, deliveries);
        }
        if (deliveries.stream().anyMatch(d -> d.status() == DeliveryStatus.ACCEPTED)) {
            return ended(StepStatus.SUCCESS, RunStatus.SUCCESS, null, deliveries);
        }
        if (deliveries.stream().anyMatch(d -> d.status() == DeliveryStatus.FAILED)) {
            return ended(StepStatus.FAILED, RunStatus.FAILED, null, deliveries);
        }
        return ended(StepStatus.SKIPPED, RunStatus.SKIPPED, deliveries.get(0).reason(), deliveries);
    }

    private Run ended(
            StepStatus stepStatus,
            RunStatus status,
            @Nullable Reason reason,
            List<Delivery> deliveries) {
        return run(status, reason, null, List.of(step(stepStatus, reason, null)), deliveries);
    }

    private Step step(StepStatus status, @Nullable Reason reason, @Nullable String error) {
        return new Step(0, workflow.action().type().code(), status, occurredAt, reason, error);
    }

    private Run run(
            RunStatus status,
            @Nullable Reason reason,
            @Nullable String error,
            List<Step> steps,
            List<Delivery> deliveries) {
        return new Run(
                folder,
                runId,
                workflow.id(),
                workflow.version(),
                workflow.organizationId(),
                accountId,
                triggerType,
                occurrenceKey,
                occurredAt,
                status,
                reason,
                error,
                false,
                false,
                recorded ? RunMode.REPLAY : RunMode.LIVE,
                triggerData,
                steps,
                deliveries);
    }

    private static Delivery accepted(Delivery delivery) {
        return delivery.status() == DeliveryStatus.QUEUED ? delivery.accepted() : delivery;
    }
}
