package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Action.Recipients;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Action.SequenceStep;
import io.automation.model.workflow.ConditionParser.Place;
import io.automation.model.workflow.Problems.Code;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.Workflow.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a workflow's row: the whole language, strictly, with every problem at once. Whatever the
 * row holds, the answer is a value.
 */
public final class WorkflowParser {

    private static final String CUSTOMER_CONTACT = "customer_contact";

    private final WorkflowRow row;
    private final Problems problems = new Problems();

    private WorkflowParser(WorkflowRow row) {
        this.row = row;
    }

    public static ParsedWorkflow parse(WorkflowRow row) {
        WorkflowParser parser = new WorkflowParser(row);
        Workflow workflow = parser.workflow();
        boolean refused = parser.problems.refused();
        return new ParsedWorkflow(refused ? null : workflow, parser.problems.list());
    }

    /**
     * Reads a trigger's configuration alone; pointers begin with {@code /trigger_config}.
     *
     * @param triggerConfig JSON text
     */
    public static ParsedTrigger parseTrigger(TriggerType type, @Nullable String triggerConfig) {
        Problems problems = new Problems();
        Fields config = Fields.ofColumn(triggerConfig, "/trigger_config", problems);
        Trigger trigger = TriggerParser.parse(type, null, config, null);
        return new ParsedTrigger(problems.refused() ? null : trigger, problems.list());
    }

    private @Nullable Workflow workflow() {
        String organization = row.organizationId();
        if (organization == null) {
            problems.error(Code.MISSING, "/organization_id", "organization_id is required");
        }
        Status status = status();
        boolean enabled = flag(row.enabled(), "/enabled");
        boolean allAccounts = flag(row.scopeAllAccounts(), "/scope_all_accounts");

        TriggerType triggerType = triggerType();
        ActionType actionType = actionType();
        Fields actionConfig = Fields.ofColumn(row.actionConfig(), "/action_config", problems);
        Delay delay = delay(actionConfig);
        Fields triggerConfig = Fields.ofColumn(row.triggerConfig(), "/trigger_config", problems);
        Trigger trigger =
                triggerType == null
                        ? null
                        : TriggerParser.parse(triggerType, alias(), triggerConfig, delay.days());
        List<Condition> conditions = conditions();
        Action action =
                actionType == null
                        ? null
                        : ActionParser.parse(actionType, actionConfig, delay.millis());
        Settings settings =
                SettingsParser.parse(
                        Fields.ofColumn(row.settings(), "/settings", problems), triggerType);
        if (settings.fanOut() == FanOut.PER_ORGANIZATION && action != null) {
            organizationRun(action, settings);
        }
        if (organization == null || trigger == null || action == null) {
            return null;
        }
        String name = row.name();
        return new Workflow(
                row.id(),
                organization,
                version(row.version()),
                name == null ? "" : name,
                status,
                enabled,
                allAccounts,
                trigger,
                conditions,
                action,
                settings);
    }

    private Status status() {
        String text = row.status();
        Status status =
                text == null
                        ? Status.DRAFT
                        : Fields.choice(text, "/status", Status.class, problems);
        return status == null ? Status.DRAFT : status;
    }

    private boolean flag(@Nullable String text, String pointer) {
        if (text == null || text.equals("true")) {
            return true;
        }
        if (!text.equals("false")) {
            problems.error(
                    Code.WRONG_TYPE, pointer, "write true or false, not " + Problems.quote(text));
        }
        return false;
    }

    private @Nullable TriggerType triggerType() {
        String name = row.triggerType();
        if (name == null) {
            problems.error(Code.MISSING, "/trigger_type", "trigger_type is required");
            return null;
        }
        TriggerType type = TriggerType.of(name);
        if (type == null) {
            List<String> names = new ArrayList<>();
            Arrays.stream(TriggerType.values()).forEach(known -> names.add(known.code()));
            Arrays.stream(TriggerAlias.values()).forEach(known -> names.add(known.code()));
            Fields.unknownWord(name, "/trigger_type", names, problems);
            return null;
        }
        return type;
    }

    private @Nullable TriggerAlias alias() {
        String name = row.triggerType();
        return name == null ? null : TriggerAlias.of(name);
    }

    private @Nullable ActionType actionType() {
        String name = row.actionType();
        if (name == null) {
            problems.error(Code.MISSING, "/action_type", "action_type is required");
            return null;
        }
        return Fields.choice(name, "/action_type", ActionType.class, problems);
    }

    /** A delay, or of a contract_expiry with a negative one the days before the date. */
    private record Delay(long millis, @Nullable Integer days) {}

    private Delay delay(Fields config) {
        boolean expiry = alias() == TriggerAlias.CONTRACT_EXPIRY;
        Long millis = expiry ? config.signedDuration("delay") : config.duration("delay");
        if (millis == null) {
            return new Delay(0, null);
        }
        return millis < 0 ? new Delay(0, config.days("delay", millis)) : new Delay(millis, null);
    }

    private List<Condition> conditions() {
        String text = row.conditionConfig();
        JsonNode value = text == null ? null : Json.read(text, "/condition_config", problems);
        return ConditionParser.parse(value, "/condition_config", Place.WORKFLOW, problems);
    }

    static @Nullable Integer version(@Nullable String text) {
        BigDecimal number = text == null ? null : Numbers.of(text);
        if (number == null || number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            return null;
        }
        return number.intValue();
    }

    /** One run for a whole organization: what has no account to be about is refused. */
    private void organizationRun(Action action, Settings settings) {
        if (settings.spreadMillis() > 0) {
            notForOrganizations("/settings/spread", "spread");
        }
        if (settings.holdoutPercent().signum() != 0) {
            notForOrganizations("/settings/holdout_percent", "holdout_percent");
        }
        organizationAction(action, "/action_type", "/action_config");
    }

    private void organizationAction(Action action, String typePointer, String configPointer) {
        switch (action.type()) {
            case CHANGE_STATUS, UPDATE_HEALTH_SCORE ->
                    notForOrganizations(typePointer, action.type().code());
            case SEND_EMAIL -> organizationMail((SendEmail) action, configPointer);
            case SEQUENCE -> organizationSequence((SequenceAction) action, configPointer);
            case CREATE_TASK, WEBHOOK, INTEGRATION_ACTION -> {}
        }
    }

    private void organizationMail(SendEmail mail, String pointer) {
        Recipients recipients = mail.recipients();
        if (recipients.customerContacts() || recipients.roles().contains(CUSTOMER_CONTACT)) {
            problems.error(
                    Code.NOT_ALLOWED_HERE,
                    pointer + "/recipients",
                    "a run for the organization has no customer to write to; name internal_team,"
                            + " roles of the team or specific_emails");
        }
    }

    private void organizationSequence(SequenceAction sequence, String pointer) {
        if (!sequence.exitIf().isEmpty()) {
            notForOrganizations(pointer + "/exit_if", "exit_if");
        }
        for (int i = 0; i < sequence.steps().size(); i++) {
            SequenceStep step = sequence.steps().get(i);
            String at = pointer + "/steps/" + i;
            if (!step.conditions().isEmpty()) {
                notForOrganizations(at + "/condition_config", "a step's condition");
            }
            organizationAction(step.action(), at + "/action_type", at + "/action_config");
        }
    }

    private void notForOrganizations(String pointer, String what) {
        problems.error(
                Code.NOT_ALLOWED_HERE,
                pointer,
                what + " is about one account; remove it, or fan out per_account");
    }
}
