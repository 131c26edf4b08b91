package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Action.ChangeStatus;
import io.automation.model.workflow.Action.CreateTask;
import io.automation.model.workflow.Action.IntegrationAction;
import io.automation.model.workflow.Action.IntegrationAction.Integration;
import io.automation.model.workflow.Action.Recipients;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Action.SequenceStep;
import io.automation.model.workflow.Action.UpdateHealthScore;
import io.automation.model.workflow.Action.Webhook;
import io.automation.model.workflow.ConditionParser.Place;
import io.automation.model.workflow.Problems.Code;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads action_config, of a workflow and of a sequence's steps. */
final class ActionParser {

    private final Fields config;
    private final long delayMillis;
    private final Problems problems;

    private ActionParser(Fields config, long delayMillis) {
        this.config = config;
        this.delayMillis = delayMillis;
        this.problems = config.problems();
    }

    /** The action of a configuration whose delay was read already. */
    static @Nullable Action parse(ActionType type, Fields config, long delayMillis) {
        ActionParser parser = new ActionParser(config, delayMillis);
        Action action =
                switch (type) {
                    case SEND_EMAIL -> parser.sendEmail();
                    case CREATE_TASK -> parser.createTask();
                    case UPDATE_HEALTH_SCORE -> parser.updateHealthScore();
                    case CHANGE_STATUS -> parser.changeStatus();
                    case WEBHOOK -> parser.webhook();
                    case INTEGRATION_ACTION -> parser.integrationAction();
                    case SEQUENCE -> parser.sequence();
                };
        config.end();
        return action;
    }

    private @Nullable Action sendEmail() {
        String template = config.requireText("template_id");
        Recipients recipients = recipients();
        Map<String, String> personalization = config.textMap("personalization");
        return template == null
                ? null
                : new SendEmail(template, recipients, personalization, delayMillis);
    }

    private Recipients recipients() {
        JsonNode value = config.take("recipients");
        if (value == null) {
            return Recipients.CUSTOMER_CONTACTS;
        }
        if (value.isArray()) {
            return new Recipients(false, false, List.of(), config.texts("recipients"));
        }
        Fields groups = config.object("recipients");
        Recipients recipients =
                new Recipients(
                        groups.flag("customer_contacts", false),
                        groups.flag("internal_team", false),
                        groups.texts("specific_emails"),
                        List.of());
        groups.end();
        return recipients;
    }

    private @Nullable Action createTask() {
        String title = config.requireText("title");
        String description = config.text("description");
        String assignee = config.text("assignee");
        Integer offset = config.signedDays("due_date_offset");
        CreateTask.Priority priority = config.choice("priority", CreateTask.Priority.class);
        return title == null
                ? null
                : new CreateTask(title, description, assignee, offset, priority, delayMillis);
    }

    private @Nullable Action updateHealthScore() {
        BigDecimal adjustment = config.requireNumber("adjustment");
        String reason = config.text("reason");
        boolean temporary = config.flag("temporary", false);
        Long duration = config.positiveDuration("duration");
        if (temporary && !config.has("duration")) {
            config.missing("duration", "a temporary adjustment needs a duration, 7d");
        }
        return adjustment == null
                ? null
                : new UpdateHealthScore(
                        adjustment,
                        reason,
                        temporary,
                        temporary && duration != null ? duration : 0,
                        delayMillis);
    }

    private @Nullable Action changeStatus() {
        String status = config.requireText("new_status");
        String reason = config.text("reason");
        boolean notifyTeam = config.flag("notify_team", false);
        return status == null ? null : new ChangeStatus(status, reason, notifyTeam, delayMillis);
    }

    private @Nullable Action webhook() {
        String url = config.requireText("url");
        Webhook.Method method = method();
        Map<String, String> headers = config.textMap("headers");
        JsonNode payload = config.freeObject("payload");
        Integer retries = config.count("retry_count");
        return url == null
                ? null
                : new Webhook(url, method, headers, payload, retries, delayMillis);
    }

    private Webhook.Method method() {
        String text = config.text("method");
        if (text == null || text.equals("POST")) {
            return Webhook.Method.POST;
        }
        if (!text.equals("PUT")) {
            Fields.unknownWord(text, config.at("method"), List.of("POST", "PUT"), problems);
        }
        return Webhook.Method.PUT;
    }

    private @Nullable Action integrationAction() {
        Integration integration = config.requireChoice("integration", Integration.class);
        String action = config.requireText("action");
        JsonNode parameters = config.freeObject("parameters");
        if (integration == null || action == null) {
            return null;
        }
        if (!integration.actions().contains(action)) {
            Fields.unknownWord(action, config.at("action"), integration.actions(), problems);
        }
        return new IntegrationAction(integration, action, parameters, delayMillis);
    }

    private @Nullable Action sequence() {
        JsonNode written = config.require("steps");
        List<SequenceStep> steps = config.list("steps", this::step);
        List<Condition> exitIf =
                ConditionParser.parse(
                        config.take("exit_if"), config.at("exit_if"), Place.EXIT, problems);
        return written == null || written.size() != steps.size()
                ? null
                : new SequenceAction(steps, exitIf, delayMillis);
    }

    private @Nullable SequenceStep step(JsonNode value, String pointer) {
        Fields step = Fields.of(value, pointer, problems);
        Long after = step.duration("after");
        Action action = stepAction(step);
        List<Condition> conditions =
                ConditionParser.parse(
                        step.take("condition_config"),
                        step.at("condition_config"),
                        Place.STEP,
                        problems);
        String onFailure = step.text("on_failure");
        if (onFailure != null && !onFailure.equals("continue")) {
            Fields.unknownWord(onFailure, step.at("on_failure"), List.of("continue"), problems);
        }
        step.end();
        return action == null
                ? null
                : new SequenceStep(
                        after == null ? 0 : after, action, conditions, onFailure != null);
    }

    private @Nullable Action stepAction(Fields step) {
        ActionType type = step.requireChoice("action_type", ActionType.class);
        Fields config = step.object("action_config");
        if (type == null) {
            return null;
        }
        if (type == ActionType.SEQUENCE) {
            step.error(
                    Code.NOT_ALLOWED_HERE,
                    "action_type",
                    "a sequence has no sequence in it; put its steps here");
            return null;
        }
        Long delay = config.duration("delay");
        return parse(type, config, delay == null ? 0 : delay);
    }
}
