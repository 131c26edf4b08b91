package io.automation.job.evaluate;

import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.EmailSent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The system's own mails to the account at hand: one that a mail server accepted sets off the
 * workflows that wait for it (3.8). Live only.
 */
final class Deliveries {

    private static final Table TABLE = Table.EMAIL_DELIVERIES;
    private static final int RUN = TABLE.index("run_id");
    private static final int TEMPLATE = TABLE.index("template_id");
    private static final int STATUS = TABLE.index("status");
    private static final long COLUMNS = 1L << RUN | 1L << TEMPLATE | 1L << STATUS;
    private static final String SOURCE = TABLE.tableName() + '/';
    private static final String ACCEPTED = "accepted";

    private final EvaluateOptions options;
    private final Account account;

    Deliveries(EvaluateOptions options, Account account) {
        this.options = options;
        this.account = account;
    }

    /**
     * Takes a change of a delivery.
     *
     * @return what it raises. A row that is accepted when it is inserted raises nothing: so writes
     *     the recording target, which sends no mail (semantics 11).
     */
    List<Occurrence> take(Change arrived) throws Exception {
        RowVersion known = account.deliveries.get(arrived.rowId());
        Change change = EvaluateWorkflows.settle(arrived, known, options);
        Arrival arrival = RowVersion.arrivalOf(change, known);
        if (arrival.isIgnored()) {
            return List.of();
        }
        RowVersion row = RowVersion.after(change, known, COLUMNS);
        account.deliveries.put(change.rowId(), row);
        account.vitals().forgetBy(row.at() + options.retentionMillis() + 1);
        boolean isSent =
                arrival == Arrival.UPDATE
                        && change.operation() != Operation.READ
                        && known != null
                        && !ACCEPTED.equals(known.get(STATUS))
                        && ACCEPTED.equals(row.get(STATUS));
        String organizationId = account.vitals().organizationId;
        return isSent && organizationId != null
                ? raised(
                        change.rowId(),
                        row,
                        organizationId,
                        Math.max(change.at(), account.vitals().clock))
                : List.of();
    }

    private List<Occurrence> raised(
            String deliveryId, RowVersion row, String organizationId, long at) throws Exception {
        String templateId = row.get(TEMPLATE);
        List<Occurrence> raised = new ArrayList<>();
        for (Acting<EmailSent> acting :
                account.definitions().followers(organizationId, templateId, at)) {
            raised.add(
                    Occurrence.of(
                                    acting,
                                    deliveryId,
                                    at,
                                    new TriggerData()
                                            .with("delivery_id", deliveryId)
                                            .with("template_id", templateId),
                                    SOURCE + deliveryId)
                            .by(origin(Objects.requireNonNullElse(row.get(RUN), ""))));
        }
        return raised;
    }

    /**
     * The run that sent a mail. Its depth is the number of mails one after another that led to it:
     * the table has none of its own, and two workflows that answer each other would never end.
     */
    private Origin origin(String runId) throws Exception {
        int depth = 0;
        String cause = causeOf(runId);
        while (cause != null && depth < Origin.DEEPEST) {
            depth++;
            RowVersion earlier = account.deliveries.get(cause);
            String earlierRun = earlier == null ? null : earlier.get(RUN);
            cause = earlierRun == null ? null : causeOf(earlierRun);
        }
        return new Origin(runId, depth);
    }

    /** The delivery that set off a run, null where something else did. */
    private @Nullable String causeOf(String runId) throws Exception {
        UsedKey key = account.usedKeys.get(runId);
        String source = key == null ? null : key.source();
        return source != null && source.startsWith(SOURCE)
                ? source.substring(SOURCE.length())
                : null;
    }
}
