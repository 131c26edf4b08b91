package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run does. */
public sealed interface Action {

    ActionType type();

    /** How long it waits before its first step; 0 for not at all. */
    long delayMillis();

    /**
     * A mail to every recipient.
     *
     * @param template an id, or a name in the organization
     * @param personalization texts with variables, seen as {@code custom.<name>}
     */
    record SendEmail(
            String template,
            Recipients recipients,
            Map<String, String> personalization,
            long delayMillis)
            implements Action {

        public SendEmail {
            personalization = Collections.unmodifiableMap(new LinkedHashMap<>(personalization));
        }

        @Override
        public ActionType type() {
            return ActionType.SEND_EMAIL;
        }
    }

    /** The groups whose union gets a mail. */
    record Recipients(
            boolean customerContacts,
            boolean internalTeam,
            List<String> specificEmails,
            List<String> roles) {

        /** Who gets a mail that names nobody. */
        public static final Recipients CUSTOMER_CONTACTS =
                new Recipients(true, false, List.of(), List.of());

        public Recipients {
            specificEmails = List.copyOf(specificEmails);
            roles = List.copyOf(roles);
        }
    }

    /**
     * A task for the team.
     *
     * @param assignee a role or an address
     * @param dueDateOffsetDays from the local date on which it fires; null: no due date
     */
    record CreateTask(
            String title,
            @Nullable String description,
            @Nullable String assignee,
            @Nullable Integer dueDateOffsetDays,
            @Nullable Priority priority,
            long delayMillis)
            implements Action {

        /** How urgent a task is. */
        public enum Priority {
            LOW,
            MEDIUM,
            HIGH
        }

        @Override
        public ActionType type() {
            return ActionType.CREATE_TASK;
        }
    }

    /**
     * A new health row, or an overlay for a time.
     *
     * @param durationMillis 0 unless temporary
     */
    record UpdateHealthScore(
            BigDecimal adjustment,
            @Nullable String reason,
            boolean temporary,
            long durationMillis,
            long delayMillis)
            implements Action {

        @Override
        public ActionType type() {
            return ActionType.UPDATE_HEALTH_SCORE;
        }
    }

    /** Another status for the account. */
    record ChangeStatus(
            String newStatus, @Nullable String reason, boolean notifyTeam, long delayMillis)
            implements Action {

        @Override
        public ActionType type() {
            return ActionType.CHANGE_STATUS;
        }
    }

    /**
     * A call of a web address.
     *
     * @param payload an object whose texts are templates; null for none
     * @param retryCount attempts after the first; null: the system's own limit
     */
    record Webhook(
            String url,
            Method method,
            Map<String, String> headers,
            @Nullable JsonNode payload,
            @Nullable Integer retryCount,
            long delayMillis)
            implements Action {

        /** The methods allowed. */
        public enum Method {
            POST,
            PUT
        }

        public Webhook {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public ActionType type() {
            return ActionType.WEBHOOK;
        }
    }

    /** An action of another product. */
    record IntegrationAction(
            Integration integration, String action, @Nullable JsonNode parameters, long delayMillis)
            implements Action {

        /** The products, with the actions each one has. */
        public enum Integration {
            HUBSPOT,
            SALESFORCE,
            SLACK;

            public List<String> actions() {
                return switch (this) {
                    case HUBSPOT -> List.of("upsert_contact", "upsert_company", "create_note");
                    case SALESFORCE -> List.of("upsert", "create_task");
                    case SLACK -> List.of("post_message");
                };
            }
        }

        @Override
        public ActionType type() {
            return ActionType.INTEGRATION_ACTION;
        }
    }

    /** Several steps, one after the other, until a condition ends them. */
    record SequenceAction(List<SequenceStep> steps, List<Condition> exitIf, long delayMillis)
            implements Action {

        public SequenceAction {
            steps = List.copyOf(steps);
            exitIf = List.copyOf(exitIf);
        }

        @Override
        public ActionType type() {
            return ActionType.SEQUENCE;
        }
    }

    /**
     * One step of a sequence.
     *
     * @param afterMillis counted from the acceptance of the step before
     * @param action never a sequence
     */
    record SequenceStep(
            long afterMillis,
            Action action,
            List<Condition> conditions,
            boolean continueOnFailure) {

        public SequenceStep {
            conditions = List.copyOf(conditions);
        }
    }
}
