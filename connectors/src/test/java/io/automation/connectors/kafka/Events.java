package io.automation.connectors.kafka;

import io.automation.model.run.Cancel;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.MailClass;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import java.util.List;

/** Records of the runs topic, full and empty. */
final class Events {

    static final Delivery DELIVERY =
            new Delivery(
                    "5e5b1f3e-0000-5000-8000-000000000001",
                    "run-1",
                    2,
                    "org-1",
                    "acc-1",
                    "contact-1",
                    "zoë@example.com",
                    "template-1",
                    3,
                    "de-DE",
                    "Grüße, \"Zoë\" \uD83D\uDE00",
                    MailClass.CUSTOMER,
                    DeliveryStatus.QUEUED,
                    null,
                    1_772_355_600_123L);

    static final Delivery KEPT_BACK =
            new Delivery(
                    "5e5b1f3e-0000-5000-8000-000000000002",
                    "run-1",
                    0,
                    "org-1",
                    null,
                    null,
                    "a@example.com",
                    "template-1",
                    null,
                    null,
                    null,
                    MailClass.INTERNAL,
                    DeliveryStatus.SKIPPED,
                    Reason.MISSING_VARIABLE,
                    0);

    static final Run FULL =
            new Run(
                    "",
                    "run-1",
                    "workflow-1",
                    7,
                    "org-1",
                    "acc-1",
                    "health_score_change",
                    "1042|u",
                    1_772_355_600_000L,
                    RunStatus.RUNNING,
                    Reason.COOLDOWN,
                    "it broke: \\ \" \n",
                    true,
                    true,
                    RunMode.LIVE,
                    "{\"direction\":\"drop\",\"previous\":59.995,\"current\":50,\"reference\":null}",
                    List.of(
                            new Step(0, "send_email", StepStatus.SUCCESS, 1L, null, null),
                            new Step(
                                    1,
                                    "send_email",
                                    StepStatus.SKIPPED,
                                    null,
                                    Reason.NO_RECIPIENT,
                                    "nobody")),
                    List.of(DELIVERY, KEPT_BACK));

    static final Run EMPTY =
            new Run(
                    "",
                    "run-2",
                    "workflow-1",
                    null,
                    "org-1",
                    null,
                    "scheduled",
                    "",
                    -1L,
                    RunStatus.SKIPPED,
                    null,
                    null,
                    false,
                    false,
                    RunMode.MANUAL,
                    "{}",
                    List.of(),
                    List.of());

    static final Intent INTENT =
            new Intent(
                    FULL.withoutDeliveries(),
                    DELIVERY,
                    "smtp",
                    DeliveryMode.PREFER_NO_LOSS,
                    "{\"account\":{\"arr\":120000.50,\"tiny\":1E-7},\"list\":[1,[2],{\"a\":null}]}");

    static final Cancel CANCEL = Cancel.of(INTENT, Reason.RETRACTED, 1L << 40);

    private Events() {}
}
