package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Problems.Code;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.Settings.ReEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads settings; those that belong to another trigger are passed over with a warning. */
final class SettingsParser {

    private static final Set<TriggerType> ENROLLING =
            Set.of(TriggerType.HEALTH_SCORE_CHANGE, TriggerType.STATUS_CHANGE);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Fields fields;
    private final @Nullable TriggerType trigger;

    private SettingsParser(Fields fields, @Nullable TriggerType trigger) {
        this.fields = fields;
        this.trigger = trigger;
    }

    /** The settings of a workflow; an unknown trigger has all of them. */
    static Settings parse(Fields fields, @Nullable TriggerType trigger) {
        SettingsParser parser = new SettingsParser(fields, trigger);
        Settings settings = parser.settings();
        fields.end();
        return settings;
    }

    private Settings settings() {
        Settings defaults = Settings.DEFAULTS;
        boolean scores = belongs("cooldown", TriggerType.HEALTH_SCORE_CHANGE);
        boolean fansOut = belongs("fan_out", TriggerType.SCHEDULED);
        boolean spreads = belongs("spread", TriggerType.SCHEDULED);
        boolean catchesUp = belongs("catchup_window", TriggerType.SCHEDULED);
        FanOut fanOut = fansOut ? fields.choice("fan_out", FanOut.class) : null;
        return new Settings(
                scores ? fields.duration("cooldown") : null,
                enrollExisting(),
                reEntry(),
                duration(true, "max_defer", defaults.maxDeferMillis()),
                fields.flag("recheck", defaults.recheck()),
                fields.flag("allow_automation_origin", defaults.allowAutomationOrigin()),
                holdoutPercent(),
                fields.count("max_accounts_per_hour"),
                fanOut == null ? defaults.fanOut() : fanOut,
                duration(spreads, "spread", defaults.spreadMillis()),
                duration(catchesUp, "catchup_window", defaults.catchupWindowMillis()));
    }

    private boolean belongs(String key, TriggerType owner) {
        if (trigger == null || trigger == owner) {
            return true;
        }
        if (fields.has(key)) {
            unused(key, owner.code());
        }
        return false;
    }

    private void unused(String key, String owner) {
        fields.problems()
                .warning(
                        Code.UNUSED_SETTING,
                        fields.at(key),
                        key + " is for " + owner + " and not read here; remove it");
    }

    private long duration(boolean belongs, String key, long otherwise) {
        Long millis = belongs ? fields.duration(key) : null;
        return millis == null ? otherwise : millis;
    }

    private boolean enrollExisting() {
        String key = "enroll_existing";
        boolean enroll = fields.flag(key, false);
        if (trigger != null && !ENROLLING.contains(trigger)) {
            if (enroll) {
                fields.error(
                        Code.NOT_ALLOWED_HERE,
                        key,
                        "only health_score_change and status_change enroll accounts; remove it");
            } else if (fields.has(key)) {
                unused(key, "health_score_change and status_change");
            }
        }
        return enroll;
    }

    private ReEntry reEntry() {
        JsonNode value = fields.take("re_entry");
        if (value == null) {
            return ReEntry.EVERY;
        }
        if (value.isTextual()) {
            String word = value.textValue();
            if (word.equals("once")) {
                return ReEntry.ONCE;
            }
            if (!word.equals("every")) {
                Fields.unknownWord(
                        word, fields.at("re_entry"), List.of("every", "once"), fields.problems());
            }
            return ReEntry.EVERY;
        }
        if (!value.isObject()) {
            fields.error(
                    Code.WRONG_TYPE,
                    "re_entry",
                    "write every, once or {\"max\": 2, \"interval\": \"30d\"}, not "
                            + Json.typeName(value));
            return ReEntry.EVERY;
        }
        Fields limits = fields.object("re_entry");
        Integer max = limits.whole("max", 1, 100);
        Long interval = limits.positiveDuration("interval");
        limits.end();
        return new ReEntry(max == null ? 1 : max, interval == null ? Long.MAX_VALUE : interval);
    }

    private BigDecimal holdoutPercent() {
        BigDecimal percent = fields.number("holdout_percent");
        if (percent == null) {
            return BigDecimal.ZERO;
        }
        if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
            fields.error(
                    Code.OUT_OF_RANGE,
                    "holdout_percent",
                    Numbers.text(percent) + " is no percentage; write 0 to 100");
        }
        return percent;
    }
}
