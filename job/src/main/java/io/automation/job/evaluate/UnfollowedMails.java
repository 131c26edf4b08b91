package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.workflow.Trigger.EmailSent;
import io.automation.model.workflow.Workflow;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells which workflows of email_sent the mails of a replay would have set off: it sends none, so
 * none of them runs (3.8).
 */
final class UnfollowedMails {

    private final Account account;
    private final Consumer<UnfollowedMail> out;

    UnfollowedMails(Account account, Consumer<UnfollowedMail> out) {
        this.account = account;
        this.out = out;
    }

    void mailed(RunProgress progress, List<Delivery> mails, long now) throws Exception {
        for (Delivery mail : mails) {
            if (mail.status() != DeliveryStatus.ACCEPTED) {
                continue;
            }
            for (Acting<EmailSent> follower :
                    account.definitions()
                            .followers(progress.organizationId(), mail.templateId(), now)) {
                Workflow workflow = follower.workflow();
                if (!workflow.id().equals(progress.workflowId()) && account.isInScope(workflow)) {
                    out.accept(new UnfollowedMail(account.folder(), workflow.id()));
                }
            }
        }
    }
}
