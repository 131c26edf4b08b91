package io.automation.job.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Definitions with values on and around the instants that histories use. */
final class RandomWorkflows {

    /** How often a schedule runs once for all accounts. */
    private static final double ORGANIZATION_RUNS = 0.3;

    static final String[] ZONES = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Asia/Beirut",
        "UTC"
    };
    private static final String[] TIMES = {"09:00", "02:30", "00:00", "01:30", "23:59", "06:00"};

    private final Dice dice;
    private final RandomLines lines;

    RandomWorkflows(Dice dice, RandomLines lines) {
        this.dice = dice;
        this.lines = lines;
    }

    ObjectNode workflow(String id, String organization, String kind) {
        ObjectNode row = lines.row(id);
        row.put("organization_id", lines.printed(organization)).put("name", "Workflow");
        row.put("status", dice.chance(0.9) ? "active" : dice.pick("paused", "draft"));
        row.put("enabled", true).put("scope_all_accounts", dice.chance(0.85)).put("version", 1);
        row.putNull("deleted_at");
        row.set("settings", settings(kind));
        trigger(row, kind);
        row.set("condition_config", conditions());
        action(row, kind);
        if (row.path("settings").has("enroll_existing") && dice.chance(0.6)) {
            row.put("status", "draft");
        }
        return row;
    }

    /** A trigger of a kind, with its settings. */
    void trigger(ObjectNode row, String kind) {
        ObjectNode config = row.putObject("trigger_config");
        row.put("trigger_type", kind);
        switch (kind) {
            case "health_score_change" -> {
                config.put("direction", dice.pick("decrease", "increase", "both"));
                if (dice.chance(0.7)) {
                    config.put("threshold", 60);
                } else {
                    config.put("minimum_change", dice.pick(5, 10)).put("time_window", "1d");
                }
                if (dice.chance(0.2)) {
                    config.put("metric", "churn_risk");
                }
            }
            case "meeting_missed", "negative_outcome", "no_response" -> {
                row.put("trigger_type", "engagement_event");
                config.put("event_type", kind);
                if (dice.chance(0.8)) {
                    config.put(
                            "time_threshold",
                            dice.pick("0h", "1h", "1h", "3h", "1d", "1d", "3d", "100d"));
                }
                if (dice.chance(0.2)) {
                    config.putArray("engagement_types").add(dice.pick("email", "meeting"));
                }
            }
            case "scheduled" -> schedule(config);
            case "status_change" -> {
                config.put("to_status", dice.pick("at_risk", "churned"));
                if (dice.chance(0.4)) {
                    config.put("from_status", "active");
                }
                if (dice.chance(0.4)) {
                    config.put("include_new_accounts", true);
                }
            }
            case "account_created" -> {
                if (dice.chance(0.4)) {
                    config.put("status", "active");
                }
            }
            case "goal_event" -> {
                config.put(
                        "event",
                        dice.pick("created", "achieved", "missed", "missed", "missed", "at_risk"));
                if (dice.chance(0.3)) {
                    config.putArray("goal_types").add("adoption");
                }
            }
            case "date_reached" -> {
                config.put("field", dice.pick("contract_end_date", "custom.renewal"));
                if (dice.chance(0.7)) {
                    config.put("offset", dice.pick("-1d", "0d", "1d", "-1w", "2d"));
                }
                if (dice.chance(0.6)) {
                    config.put("send_time", dice.pick(TIMES));
                }
            }
            case "contract_expiry" -> config.put("send_time", dice.pick(TIMES));
            case "pattern" -> new RandomPatterns(dice).write(config);
            default -> {} // manual has nothing to configure.
        }
    }

    private void schedule(ObjectNode config) {
        String schedule = dice.pick("daily", "daily", "weekly", "monthly", "quarterly");
        config.put("schedule", schedule).put("time", dice.pick(TIMES));
        if (dice.chance(0.5)) {
            config.put("timezone", dice.pick(ZONES));
        }
        if (schedule.equals("weekly") || (schedule.equals("daily") && dice.chance(0.3))) {
            ArrayNode days = config.putArray("days_of_week");
            days.add(dice.below(8)).add(dice.below(8));
        }
        if (schedule.equals("monthly") || schedule.equals("quarterly")) {
            if (dice.chance(0.8)) {
                config.put("day_of_month", dice.pick(-1, 1, 28, 29, 30, 31));
            }
            if (schedule.equals("monthly") && dice.chance(0.2)) {
                config.putArray("months").add(3).add(4).add(10).add(11);
            }
        }
    }

    ObjectNode settings(String kind) {
        ObjectNode settings = Values.object();
        if (dice.chance(0.2)) {
            settings.put("allow_automation_origin", true);
        }
        if (dice.chance(0.12)) {
            settings.put("re_entry", "once");
        } else if (dice.chance(0.12)) {
            settings.putObject("re_entry").put("max", 1).put("interval", dice.pick("1d", "3h"));
        }
        boolean isOfOrganization = kind.equals("scheduled") && dice.chance(ORGANIZATION_RUNS);
        if (isOfOrganization) {
            settings.put("fan_out", "per_organization");
        } else {
            if (dice.chance(0.1)) {
                settings.put("holdout_percent", dice.pick(50, 50, 100, 0));
            }
            if (kind.equals("scheduled") && dice.chance(0.3)) {
                settings.put("spread", dice.pick("1h", "1d"));
            }
        }
        if (dice.chance(0.15)) {
            settings.put("recheck", dice.chance(0.5));
        }
        if (dice.chance(0.15)) {
            settings.put("max_defer", dice.pick("1h", "1d", "3h"));
        }
        boolean mayEnrol = kind.equals("health_score_change") || kind.equals("status_change");
        if (mayEnrol && dice.chance(0.3)) {
            settings.put("enroll_existing", true);
        }
        if (kind.equals("health_score_change") && dice.chance(0.4)) {
            settings.put("cooldown", dice.pick("0h", "3h", "1d"));
        }
        return settings;
    }

    ObjectNode conditions() {
        ObjectNode conditions = Values.object();
        if (dice.chance(0.12)) {
            ObjectNode filter = conditions.putObject("account_filter");
            switch (dice.below(4)) {
                case 0 -> filter.putArray("status").add("active").add("at_risk");
                case 1 -> filter.put("arr_min", 1000);
                case 2 -> filter.put("health_score_max", 60);
                default -> filter.put("churn_risk_min", "50");
            }
        }
        if (dice.chance(0.07)) {
            ObjectNode history = conditions.putObject("engagement_history");
            history.put("last_engagement_days", dice.pick(0, 1, 7, 90));
            if (dice.chance(0.5)) {
                history.put("engagement_count_max", dice.pick(0, 1, 2));
            }
            if (dice.chance(0.3)) {
                history.putArray("engagement_types").add("email");
            }
        }
        if (dice.chance(0.07)) {
            conditions.set("custom", custom());
        }
        if (dice.chance(0.2)) {
            conditions.set("time_condition", window());
        }
        return conditions;
    }

    private ObjectNode custom() {
        ObjectNode custom = Values.object();
        switch (dice.below(9)) {
            case 0 ->
                    custom.put("field", "account.arr")
                            .put("operator", "greater_than")
                            .put("value", 1000);
            case 1 ->
                    custom.put("field", "account.status")
                            .put("operator", "not_equals")
                            .put("value", "churned");
            case 2 ->
                    custom.put("field", "account.health_score")
                            .put("operator", "less_than")
                            .put("value", "60");
            case 3 ->
                    custom.put("field", "goals.active_goals")
                            .put("operator", "equals")
                            .put("value", 1);
            case 5 ->
                    custom.put("field", "trigger.to")
                            .put("operator", "equals")
                            .put("value", "at_risk");
            case 6 ->
                    custom.put("field", "organization.name")
                            .put("operator", "contains")
                            .put("value", "rg");
            case 7 ->
                    custom.put("field", "account.contract_end_date")
                            .put("operator", "less_than")
                            .put("value", "2026-04-02");
            case 4 ->
                    custom.put("field", "custom.tier")
                            .put("operator", "contains")
                            .put("value", "gold");
            default ->
                    custom.put("field", "engagement.last_engagement_type")
                            .put("operator", "equals")
                            .put("value", "email");
        }
        return custom;
    }

    private ObjectNode window() {
        ObjectNode window = Values.object();
        window.put("business_hours_only", dice.chance(0.6));
        if (dice.chance(0.4)) {
            window.put("timezone", dice.pick(ZONES));
        }
        if (dice.chance(0.3)) {
            window.putArray("days_of_week").add(dice.below(8)).add(dice.below(8)).add(3);
        }
        if (dice.chance(0.2)) {
            window.putArray("excluded_dates").add("2026-03-29").add("2026-03-30").add("2026-10-26");
        }
        if (dice.chance(0.3)) {
            window.put("outside", dice.pick("skip", "defer"));
        }
        return window;
    }

    /** What a workflow does: mostly a mail, a third of the time a sequence. */
    void action(ObjectNode row, String kind) {
        boolean isOfOrganization =
                row.path("settings").path("fan_out").asText().equals("per_organization");
        ObjectNode config = row.putObject("action_config");
        if (dice.chance(0.6)) {
            config.put("delay", dice.pick("0h", "1h", "3h", "1d", "2d", "1w"));
        }
        if (dice.chance(0.35)) {
            row.put("action_type", "sequence");
            ArrayNode steps = config.putArray("steps");
            for (int i = 0; i < 1 + dice.below(3); i++) {
                ObjectNode step = steps.addObject();
                if (dice.chance(0.6)) {
                    step.put("after", dice.pick("0h", "1h", "1d", "3h"));
                }
                String type = type(isOfOrganization);
                step.put("action_type", type);
                step.set("action_config", config(type));
                if (!isOfOrganization && dice.chance(0.25)) {
                    ObjectNode own = step.putObject("condition_config");
                    own.putObject("account_filter").putArray("status").add("active");
                }
                if (dice.chance(0.3)) {
                    step.put("on_failure", "continue");
                }
            }
            if (!isOfOrganization && dice.chance(0.3)) {
                ObjectNode exit = config.putObject("exit_if");
                exit.putObject("account_filter").putArray("status").add("churned");
            }
            return;
        }
        String type = type(isOfOrganization);
        row.put("action_type", type);
        config.setAll(config(type));
        if (kind.equals("contract_expiry")) {
            config.put("delay", dice.pick("-1d", "1d", "-1w"));
        }
    }

    private String type(boolean isOfOrganization) {
        return isOfOrganization
                ? dice.pick("send_email", "create_task", "webhook")
                : dice.pick(
                        "send_email",
                        "send_email",
                        "create_task",
                        "update_health_score",
                        "change_status",
                        "change_status",
                        "webhook",
                        "integration_action");
    }

    private ObjectNode config(String type) {
        ObjectNode config = Values.object();
        switch (type) {
            case "send_email" -> {
                config.put("template_id", dice.pick("alert", "alert", "alert", "rich"));
                ObjectNode recipients = config.putObject("recipients");
                if (dice.chance(0.3)) {
                    recipients.put("internal_team", true);
                } else {
                    recipients.putArray("specific_emails").add("someone@example.com");
                }
            }
            case "create_task" -> config.put("title", "Call them");
            case "update_health_score" -> config.put("adjustment", -5);
            case "change_status" ->
                    config.put("new_status", dice.pick("active", "at_risk", "churned"));
            case "webhook" -> config.put("url", "https://hooks.example.com/in");
            default -> {
                config.put("integration", "slack").put("action", "post_message");
                config.putObject("parameters").put("channel", "#cs").put("text", "Look");
            }
        }
        return config;
    }

    void refuse(ObjectNode row) {
        switch (dice.below(6)) {
            case 0 -> row.put("trigger_type", "telepathy");
            case 1 -> ((ObjectNode) row.get("trigger_config")).put("unknown", 1);
            case 2 -> row.putObject("settings").put("holdout_percent", 101);
            case 3 -> row.putObject("action_config");
            case 4 ->
                    row.putObject("condition_config")
                            .putObject("account_filter")
                            .put("arr_min", "x");
            default -> row.put("action_type", "dance");
        }
    }
}
