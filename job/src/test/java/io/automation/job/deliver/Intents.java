package io.automation.job.deliver;

import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.MailClass;
import io.automation.model.run.Run;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import java.util.List;

/** Intents as detection commits them. */
final class Intents {

    static final String DATA =
            """
            {"account":{"name":"Nordlicht","arr":120000.50},"contact":{"name":"Zoë"},\
            "organization":{"from_email":"success@nordlicht.example"}}""";

    private Intents() {}

    static Intent intent(String actionId, String organizationId, long dueAt) {
        return intent(actionId, organizationId, dueAt, DeliveryMode.PREFER_NO_DUPLICATE, DATA);
    }

    static Intent intent(DeliveryMode mode, String data) {
        return intent("action-1", "org-1", 0, mode, data);
    }

    private static Intent intent(
            String actionId, String organizationId, long dueAt, DeliveryMode mode, String data) {
        Run run =
                new Run(
                        "",
                        "run-" + actionId,
                        "workflow-1",
                        1,
                        organizationId,
                        "account-1",
                        "health_score_change",
                        "1042",
                        dueAt,
                        RunStatus.QUEUED,
                        null,
                        null,
                        false,
                        false,
                        RunMode.LIVE,
                        "{}",
                        List.of(),
                        List.of());
        Delivery delivery =
                new Delivery(
                        actionId,
                        run.id(),
                        0,
                        organizationId,
                        "account-1",
                        "contact-1",
                        "zoe@customer.example",
                        "template-1",
                        3,
                        null,
                        null,
                        MailClass.CUSTOMER,
                        DeliveryStatus.QUEUED,
                        null,
                        dueAt);
        return new Intent(run, delivery, "smtp", mode, data);
    }
}
