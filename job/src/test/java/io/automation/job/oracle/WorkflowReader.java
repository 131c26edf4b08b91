package io.automation.job.oracle;

import static io.automation.job.oracle.RefusedException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.Workflow.Action;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a row of automation_workflows, or refuses it whole (semantics 2.7). */
final class WorkflowReader {

    private static final long RETENTION = 90 * Values.DAY;
    private static final Map<String, String> ALIASES =
            Map.of(
                    "health_score_drop", "health_score_change",
                    "churn_risk_increase", "health_score_change",
                    "contract_expiry", "date_reached",
                    "previous_email_sent", "email_sent");
    private static final Map<String, Set<String>> TRIGGER_KEYS =
            Map.of(
                    "health_score_change",
                    Set.of(
                            "metric",
                            "direction",
                            "threshold",
                            "minimum_change",
                            "time_window",
                            "rearm_threshold"),
                    "engagement_event",
                    Set.of("event_type", "time_threshold", "engagement_types"),
                    "scheduled",
                    Set.of(
                            "schedule",
                            "time",
                            "timezone",
                            "days_of_week",
                            "day_of_month",
                            "months"),
                    "status_change",
                    Set.of("from_status", "to_status", "include_new_accounts"),
                    "account_created",
                    Set.of("status"),
                    "goal_event",
                    Set.of("event", "goal_types"),
                    "date_reached",
                    Set.of("field", "offset", "send_time"),
                    "email_sent",
                    Set.of("template_id"),
                    "manual",
                    Set.of(),
                    "pattern",
                    Set.of("steps", "within", "partition_by"));
    private static final Map<String, Set<String>> ACTION_KEYS =
            Map.of(
                    "send_email",
                    Set.of("template_id", "recipients", "personalization"),
                    "create_task",
                    Set.of("title", "description", "assignee", "due_date_offset", "priority"),
                    "update_health_score",
                    Set.of("adjustment", "reason", "temporary", "duration"),
                    "change_status",
                    Set.of("new_status", "reason", "notify_team"),
                    "webhook",
                    Set.of("url", "method", "headers", "payload", "retry_count"),
                    "integration_action",
                    Set.of("integration", "action", "parameters"),
                    "sequence",
                    Set.of("steps", "exit_if"));
    private static final Map<String, List<String>> REQUIRED =
            Map.of(
                    "send_email", List.of("template_id"),
                    "create_task", List.of("title"),
                    "update_health_score", List.of("adjustment"),
                    "change_status", List.of("new_status"),
                    "webhook", List.of("url"),
                    "integration_action", List.of("integration", "action"),
                    "sequence", List.of("steps"));
    private static final Map<String, Set<String>> CONDITION_KEYS =
            Map.of(
                    "account_filter",
                    Set.of(
                            "industry",
                            "size",
                            "status",
                            "arr_min",
                            "arr_max",
                            "health_score_min",
                            "health_score_max",
                            "churn_risk_min",
                            "churn_risk_max"),
                    "engagement_history",
                    Set.of(
                            "last_engagement_days",
                            "engagement_count_min",
                            "engagement_count_max",
                            "engagement_types",
                            "outcomes"),
                    "custom",
                    Set.of("field", "operator", "value"),
                    "time_condition",
                    Set.of(
                            "business_hours_only",
                            "timezone",
                            "days_of_week",
                            "excluded_dates",
                            "outside"));
    private static final Set<String> SETTINGS =
            Set.of(
                    "cooldown",
                    "enroll_existing",
                    "fan_out",
                    "spread",
                    "catchup_window",
                    "re_entry",
                    "max_defer",
                    "recheck",
                    "allow_automation_origin",
                    "holdout_percent",
                    "max_accounts_per_hour");
    private static final Set<String> FIELDS =
            Set.of(
                    "account.name",
                    "account.health_score",
                    "account.status",
                    "account.arr",
                    "account.industry",
                    "account.size",
                    "account.churn_risk",
                    "account.contract_end_date",
                    "engagement.last_meeting_date",
                    "engagement.last_engagement_type",
                    "engagement.next_meeting_date",
                    "goals.active_goals",
                    "goals.completed_goals",
                    "goals.at_risk_goals",
                    "product_name");

    private final String id;
    private final Map<String, JsonNode> row;
    private final JsonNode config;
    private final JsonNode settings;
    private final JsonNode action;

    private WorkflowReader(String id, Map<String, JsonNode> row) throws RefusedException {
        this.id = id;
        this.row = row;
        this.config = mapping(Values.json(Values.get(row, "trigger_config")));
        this.settings = mapping(Values.json(Values.get(row, "settings")));
        this.action = mapping(Values.json(Values.get(row, "action_config")));
    }

    static Workflow read(String id, Map<String, JsonNode> row) throws RefusedException {
        return new WorkflowReader(id, row).read();
    }

    /** Whether a row stops its workflow even where it is refused. */
    static boolean isStopping(Map<String, JsonNode> row) {
        return !Values.get(row, "status").asText().equals("active")
                || !Values.get(row, "enabled").asBoolean(true);
    }

    private Workflow read() throws RefusedException {
        String given = Values.get(row, "trigger_type").asText();
        String type = ALIASES.getOrDefault(given, given);
        Set<String> keys = TRIGGER_KEYS.get(type);
        check(keys != null, "trigger_type");
        checkKeys(config, keys);
        checkSettings(type);
        ObjectNode trigger = resolved(given);
        checkTrigger(type, trigger);

        String actionType = Values.get(row, "action_type").asText();
        boolean isSequence = actionType.equals("sequence");
        boolean isExpiry = given.equals("contract_expiry");
        long delay = delay(action, isExpiry);
        if (isExpiry && delay < 0) {
            check(Values.isNull(config.path("offset")), "an offset and a negative delay");
            String text = action.path("delay").asText();
            check(text.endsWith("d") || text.endsWith("w"), "offset not in d or w");
            trigger.put("offset", text);
            delay = 0;
        }
        List<Action> steps = new ArrayList<>();
        if (isSequence) {
            checkKeys(action, "sequence");
            check(action.path("steps").isArray() && !action.path("steps").isEmpty(), "steps");
            for (JsonNode step : action.path("steps")) {
                steps.add(step(step, steps.isEmpty() ? delay : 0));
            }
        } else {
            checkAction(actionType, action);
            steps.add(new Action(actionType, action, delay, List.of(), false));
        }
        List<Condition> conditions = conditions(Values.json(Values.get(row, "condition_config")));
        check(conditions.stream().filter(Condition::isWindow).count() <= 1, "time_condition twice");
        List<Condition> exitIf = null;
        if (!Values.isNull(action.path("exit_if"))) {
            exitIf = conditions(action.path("exit_if"));
            check(exitIf.stream().noneMatch(Condition::isWindow), "time_condition in exit_if");
        }
        String status = Values.get(row, "status").asText("draft");
        check(Set.of("draft", "active", "paused").contains(status), "status");
        boolean isEnabled = Values.get(row, "enabled").asBoolean(true);
        JsonNode version = Values.get(row, "version");
        Workflow workflow =
                new Workflow(
                        id,
                        Values.id(Values.get(row, "organization_id")),
                        version.isNumber() ? Integer.valueOf(version.asInt()) : null,
                        status.equals("active") && isEnabled,
                        status.equals("draft") && isEnabled,
                        Values.get(row, "scope_all_accounts").asBoolean(true),
                        type,
                        trigger,
                        compared(type, given),
                        conditions,
                        isSequence,
                        steps,
                        exitIf,
                        settings);
        if (workflow.isPerOrganization()) {
            checkPerOrganization(workflow);
        }
        return workflow;
    }

    /** The trigger with what its alias implies. */
    private ObjectNode resolved(String given) throws RefusedException {
        ObjectNode trigger = config.deepCopy();
        Map<String, String> implied =
                switch (given) {
                    case "health_score_drop" -> Map.of("direction", "decrease");
                    case "churn_risk_increase" ->
                            Map.of("direction", "increase", "metric", "churn_risk");
                    case "contract_expiry" -> Map.of("field", "contract_end_date");
                    default -> Map.of();
                };
        for (Map.Entry<String, String> entry : implied.entrySet()) {
            JsonNode said = config.path(entry.getKey());
            check(
                    Values.isNull(said) || said.asText().equals(entry.getValue()),
                    "an alias against itself");
            trigger.put(entry.getKey(), entry.getValue());
        }
        return trigger;
    }

    /** As JSON values: numbers by value, text apart from them, null apart from absent. */
    private Map<String, String> compared(String type, String given) {
        Map<String, String> compared = new TreeMap<>();
        for (Iterator<String> names = config.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            compared.put(name, compared(config.path(name)));
        }
        if (given.equals("health_score_drop") || given.equals("churn_risk_increase")) {
            boolean isDrop = given.equals("health_score_drop");
            compared.put("direction", isDrop ? "\"decrease\"" : "\"increase\"");
        }
        if (given.equals("churn_risk_increase")) {
            compared.put("metric", "\"churn_risk\"");
        }
        compared.put("", type);
        return compared;
    }

    private static String compared(JsonNode value) {
        return value.isNumber()
                ? "number " + Values.plainText(value.decimalValue())
                : value.toString();
    }

    private void checkTrigger(String type, JsonNode trigger) throws RefusedException {
        switch (type) {
            case "health_score_change" -> checkHealth(trigger);
            case "engagement_event" -> {
                oneOf(trigger, "event_type", "meeting_missed", "negative_outcome", "no_response");
                duration(trigger, "time_threshold", 0);
                texts(trigger, "engagement_types");
            }
            case "scheduled" -> checkSchedule(trigger);
            case "status_change" -> {
                check(trigger.path("to_status").isTextual(), "to_status");
                textOrNone(trigger, "from_status");
                booleanOrNone(trigger, "include_new_accounts");
                check(
                        !trigger.path("from_status").equals(trigger.path("to_status")),
                        "from_status = to_status");
            }
            case "account_created" -> textOrNone(trigger, "status");
            case "goal_event" -> {
                oneOf(trigger, "event", "created", "achieved", "missed", "at_risk");
                texts(trigger, "goal_types");
            }
            case "date_reached" -> checkDate(trigger);
            case "pattern" -> {
                check(!trigger.path("steps").isEmpty(), "steps");
                Long within = duration(trigger, "within", 1);
                check(within != null && within <= RETENTION, "within");
                checkNeighbours(trigger.path("steps"));
            }
            default -> textOrNone(trigger, "template_id");
        }
    }

    /** Not C, then C, never matches. */
    private static void checkNeighbours(JsonNode steps) throws RefusedException {
        for (int i = 1; i < steps.size(); i++) {
            JsonNode before = steps.get(i - 1);
            JsonNode step = steps.get(i);
            boolean isSame =
                    before.path("event").equals(step.path("event"))
                            && before.path("where").equals(step.path("where"));
            boolean isNegated = step.path("negated").asBoolean();
            check(!before.path("negated").asBoolean() || isNegated || !isSame, "not C, then C");
        }
    }

    private void checkHealth(JsonNode trigger) throws RefusedException {
        oneOf(trigger, "direction", "decrease", "increase", "both");
        if (!Values.isNull(trigger.path("metric"))) {
            oneOf(trigger, "metric", "health_score", "churn_risk");
        }
        BigDecimal threshold = number(trigger, "threshold");
        BigDecimal minimum = number(trigger, "minimum_change");
        check(minimum == null || minimum.signum() >= 0, "minimum_change is negative");
        boolean hasMinimum = minimum != null && minimum.signum() > 0;
        Long window = duration(trigger, "time_window", 1);
        check(window == null || window <= RETENTION, "time_window");
        check(hasMinimum == (window != null), "the two need each other");
        check(threshold != null || hasMinimum, "neither of the two");
        BigDecimal rearm = number(trigger, "rearm_threshold");
        if (rearm != null) {
            String direction = trigger.path("direction").asText();
            check(!direction.equals("both"), "rearm_threshold with both");
            boolean isBelow = threshold != null && rearm.compareTo(threshold) < 0;
            boolean isAbove = threshold != null && rearm.compareTo(threshold) >= 0;
            check(!(direction.equals("decrease") ? isBelow : isAbove), "on the firing side");
        }
    }

    private void checkSchedule(JsonNode trigger) throws RefusedException {
        oneOf(trigger, "schedule", "daily", "weekly", "monthly", "quarterly");
        String schedule = trigger.path("schedule").asText();
        checkTime(trigger, "time");
        check(trigger.path("time").isTextual(), "time");
        checkZone(trigger);
        wholes(trigger, "days_of_week", 0, 7);
        boolean hasDays = !trigger.path("days_of_week").isEmpty();
        boolean isMonthly = schedule.equals("monthly") || schedule.equals("quarterly");
        check(!schedule.equals("weekly") || hasDays, "weekly without days");
        check(!isMonthly || !hasDays, "days_of_week");
        BigDecimal day = number(trigger, "day_of_month");
        check(
                day == null
                        || (isWhole(day)
                                && (day.intValue() == -1
                                        || (day.intValue() >= 1 && day.intValue() <= 31))),
                "day_of_month");
        wholes(trigger, "months", 1, 12);
        boolean hasMonths = !trigger.path("months").isEmpty();
        check(isMonthly || (day == null && !hasMonths), "day_of_month or months");
        if (schedule.equals("quarterly") && hasMonths) {
            boolean isAny = false;
            for (JsonNode month : trigger.path("months")) {
                isAny |= month.asInt() % 3 == 1;
            }
            check(isAny, "months leave none");
        }
    }

    private void checkDate(JsonNode trigger) throws RefusedException {
        String field = trigger.path("field").asText();
        check(field.equals("contract_end_date") || field.matches("custom\\..+"), "field");
        JsonNode offset = trigger.path("offset");
        if (!Values.isNull(offset)) {
            String text = offset.asText();
            check(Values.signedDuration(offset) != null, "offset");
            check(text.endsWith("d") || text.endsWith("w"), "offset not in d or w");
        }
        checkTime(trigger, "send_time");
    }

    private void checkSettings(String type) throws RefusedException {
        checkKeys(settings, SETTINGS);
        for (String key : List.of("enroll_existing", "recheck", "allow_automation_origin")) {
            booleanOrNone(settings, key);
        }
        boolean mayEnrol = type.equals("health_score_change") || type.equals("status_change");
        check(mayEnrol || !Values.isTrue(settings.path("enroll_existing")), "enroll_existing");
        if (type.equals("health_score_change")) {
            duration(settings, "cooldown", 0);
        }
        duration(settings, "max_defer", 0);
        if (type.equals("scheduled")) {
            if (!Values.isNull(settings.path("fan_out"))) {
                oneOf(settings, "fan_out", "per_account", "per_organization");
            }
            duration(settings, "spread", 0);
            duration(settings, "catchup_window", 0);
        }
        BigDecimal holdout = number(settings, "holdout_percent");
        check(
                holdout == null
                        || (holdout.signum() >= 0
                                && holdout.compareTo(BigDecimal.valueOf(100)) <= 0),
                "holdout_percent");
        whole(settings, "max_accounts_per_hour");
        JsonNode reEntry = settings.path("re_entry");
        if (reEntry.isObject()) {
            checkKeys(reEntry, Set.of("max", "interval"));
            BigDecimal max = number(reEntry, "max");
            check(
                    max == null || (isWhole(max) && max.intValue() >= 1 && max.intValue() <= 100),
                    "re_entry max");
            duration(reEntry, "interval", 1);
        } else if (!Values.isNull(reEntry)) {
            oneOf(settings, "re_entry", "every", "once");
        }
    }

    private void checkPerOrganization(Workflow workflow) throws RefusedException {
        check(Values.isNull(settings.path("spread")), "spread per organization");
        check(Values.isNull(settings.path("holdout_percent")), "holdout per organization");
        check(workflow.exitIf() == null, "exit_if per organization");
        for (Action step : workflow.steps()) {
            check(step.conditions().isEmpty(), "step conditions per organization");
            check(
                    !step.type().equals("change_status")
                            && !step.type().equals("update_health_score"),
                    "an account's action per organization");
            if (step.type().equals("send_email")) {
                JsonNode recipients = step.config().path("recipients");
                boolean isNamed = Values.isTrue(recipients.path("customer_contacts"));
                boolean isAbsent = Values.isNull(recipients) || recipients.isEmpty();
                for (JsonNode role : recipients) {
                    isNamed |= role.asText().equals("customer_contact");
                }
                check(!isNamed && !isAbsent, "customer_contacts per organization");
            }
        }
    }

    private static Action step(JsonNode step, long delay) throws RefusedException {
        check(step.isObject(), "step");
        checkKeys(
                step,
                Set.of("after", "action_type", "action_config", "condition_config", "on_failure"));
        String type = step.path("action_type").asText();
        check(!type.equals("sequence"), "a sequence in a sequence");
        JsonNode config = mapping(step.path("action_config"));
        checkAction(type, config);
        Long after = duration(step, "after", 0);
        if (!Values.isNull(step.path("on_failure"))) {
            oneOf(step, "on_failure", "continue");
        }
        List<Condition> conditions = conditions(step.path("condition_config"));
        check(conditions.stream().noneMatch(Condition::isWindow), "time_condition of a step");
        return new Action(
                type,
                config,
                delay + (after == null ? 0 : after) + delay(config, false),
                conditions,
                step.path("on_failure").asText().equals("continue"));
    }

    private static void checkAction(String type, JsonNode config) throws RefusedException {
        check(ACTION_KEYS.containsKey(type) && !type.equals("sequence"), "action_type");
        checkKeys(config, type);
        switch (type) {
            case "create_task" -> {
                if (!Values.isNull(config.path("priority"))) {
                    oneOf(config, "priority", "low", "medium", "high");
                }
                JsonNode offset = config.path("due_date_offset");
                check(Values.isNull(offset) || Values.signedDuration(offset) != null, "offset");
            }
            case "update_health_score" -> {
                number(config, "adjustment");
                booleanOrNone(config, "temporary");
                Long duration = duration(config, "duration", 1);
                check(
                        !Values.isTrue(config.path("temporary")) || duration != null,
                        "temporary without duration");
            }
            case "integration_action" ->
                    oneOf(config, "integration", "hubspot", "salesforce", "slack");
            default -> {}
        }
    }

    private static void checkKeys(JsonNode config, String type) throws RefusedException {
        for (Iterator<String> names = config.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            check(name.equals("delay") || ACTION_KEYS.get(type).contains(name), "unknown key");
        }
        for (String key : REQUIRED.get(type)) {
            check(!Values.isNull(config.path(key)), key);
        }
    }

    private static long delay(JsonNode config, boolean isSigned) throws RefusedException {
        JsonNode delay = config.path("delay");
        if (Values.isNull(delay)) {
            return 0;
        }
        Long length = Values.signedDuration(delay);
        check(length != null, "delay");
        check(isSigned || Character.isDigit(delay.asText().charAt(0)), "a delay with a sign");
        return length;
    }

    /** Section 4: the accepted shapes, taken apart. */
    static List<Condition> conditions(JsonNode config) throws RefusedException {
        List<Condition> conditions = new ArrayList<>();
        if (config.isArray()) {
            for (JsonNode part : config) {
                check(part.isObject() && part.has("type"), "condition");
                conditions.add(typed(part));
            }
        } else if (config.has("type")) {
            conditions.add(typed(config));
        } else if (config.isObject()) {
            for (Iterator<String> names = config.fieldNames(); names.hasNext(); ) {
                String type = names.next();
                if (!Values.isNull(config.path(type))) {
                    conditions.add(condition(type, config.path(type)));
                }
            }
        } else {
            check(Values.isNull(config), "condition_config");
        }
        return conditions;
    }

    private static Condition typed(JsonNode part) throws RefusedException {
        checkKeys(part, Set.of("type", "config"));
        return condition(part.path("type").asText(), part.path("config"));
    }

    private static Condition condition(String type, JsonNode given) throws RefusedException {
        check(CONDITION_KEYS.containsKey(type), "condition type");
        JsonNode config = mapping(given);
        checkKeys(config, CONDITION_KEYS.get(type));
        switch (type) {
            case "account_filter" -> {
                for (String list : List.of("industry", "size", "status")) {
                    texts(config, list);
                }
                for (String name : List.of("arr", "health_score", "churn_risk")) {
                    BigDecimal min = number(config, name + "_min");
                    BigDecimal max = number(config, name + "_max");
                    check(min == null || max == null || min.compareTo(max) <= 0, "min above max");
                }
            }
            case "engagement_history" -> {
                Long days = whole(config, "last_engagement_days");
                check(days == null || days <= 90, "last_engagement_days");
                Long min = whole(config, "engagement_count_min");
                Long max = whole(config, "engagement_count_max");
                check(min == null || max == null || min <= max, "min above max");
                texts(config, "engagement_types");
                texts(config, "outcomes");
            }
            case "custom" -> {
                check(isField(config.path("field").asText()), "field");
                oneOf(
                        config,
                        "operator",
                        "equals",
                        "not_equals",
                        "greater_than",
                        "less_than",
                        "contains");
                check(!Values.isNull(config.path("value")), "value");
            }
            default -> {
                booleanOrNone(config, "business_hours_only");
                checkZone(config);
                wholes(config, "days_of_week", 0, 7);
                texts(config, "excluded_dates");
                for (JsonNode date : config.path("excluded_dates")) {
                    checkDate(date.asText());
                }
                if (!Values.isNull(config.path("outside"))) {
                    oneOf(config, "outside", "defer", "skip");
                }
            }
        }
        return new Condition(type, config);
    }

    private static boolean isField(String field) {
        return FIELDS.contains(field) || field.matches("(custom|trigger|organization)\\..+");
    }

    private static void checkDate(String date) throws RefusedException {
        try {
            LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new RefusedException("no date");
        }
    }

    private static void checkZone(JsonNode mapping) throws RefusedException {
        textOrNone(mapping, "timezone");
        if (mapping.hasNonNull("timezone")) {
            try {
                ZoneId.of(mapping.path("timezone").asText());
            } catch (DateTimeException e) {
                throw new RefusedException("unknown zone");
            }
        }
    }

    private static void checkTime(JsonNode mapping, String key) throws RefusedException {
        check(
                Values.isNull(mapping.path(key))
                        || mapping.path(key).asText().matches("([01]\\d|2[0-3]):[0-5]\\d"),
                key);
    }

    private static JsonNode mapping(JsonNode value) throws RefusedException {
        if (Values.isNull(value) || (value.isArray() && value.isEmpty())) {
            return Values.object();
        }
        check(value.isObject(), "no object");
        return value;
    }

    private static void checkKeys(JsonNode mapping, Set<String> keys) throws RefusedException {
        for (Iterator<String> names = mapping.fieldNames(); names.hasNext(); ) {
            check(keys.contains(names.next()), "unknown key");
        }
    }

    private static void oneOf(JsonNode mapping, String key, String... values)
            throws RefusedException {
        check(
                mapping.path(key).isTextual()
                        && List.of(values).contains(mapping.path(key).asText()),
                key);
    }

    private static void textOrNone(JsonNode mapping, String key) throws RefusedException {
        check(mapping.path(key).isTextual() || Values.isNull(mapping.path(key)), key);
    }

    private static void booleanOrNone(JsonNode mapping, String key) throws RefusedException {
        check(mapping.path(key).isBoolean() || Values.isNull(mapping.path(key)), key);
    }

    private static void texts(JsonNode mapping, String key) throws RefusedException {
        JsonNode list = mapping.path(key);
        check(list.isArray() || Values.isNull(list), key);
        for (JsonNode text : list) {
            check(text.isTextual(), key);
        }
    }

    private static void wholes(JsonNode mapping, String key, int from, int to)
            throws RefusedException {
        JsonNode list = mapping.path(key);
        check(list.isArray() || Values.isNull(list), key);
        for (JsonNode item : list) {
            BigDecimal number = Values.decimal(item);
            check(number != null && isWhole(number), key);
            check(number.intValue() >= from && number.intValue() <= to, key);
        }
    }

    private static @Nullable Long whole(JsonNode mapping, String key) throws RefusedException {
        BigDecimal number = number(mapping, key);
        check(number == null || (isWhole(number) && number.signum() >= 0), key);
        return number == null ? null : Long.valueOf(number.longValue());
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static @Nullable BigDecimal number(JsonNode mapping, String key)
            throws RefusedException {
        JsonNode value = mapping.path(key);
        BigDecimal number = Values.decimal(value);
        check(number != null || Values.isNull(value), key);
        return number;
    }

    private static @Nullable Long duration(JsonNode mapping, String key, long least)
            throws RefusedException {
        JsonNode value = mapping.path(key);
        if (Values.isNull(value)) {
            return null;
        }
        check(value.isTextual() && value.asText().matches("\\d+[smhdw]"), key);
        Long length = Values.signedDuration(value);
        check(length != null && length >= least, key);
        return length;
    }
}
