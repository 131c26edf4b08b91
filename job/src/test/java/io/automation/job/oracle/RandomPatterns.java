package io.automation.job.oracle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Patterns over what histories bring, short enough that half matches are never too many. */
final class RandomPatterns {

    private static final String ENGAGEMENT = "engagement_changed";

    private final Dice dice;

    RandomPatterns(Dice dice) {
        this.dice = dice;
    }

    void write(ObjectNode config) {
        boolean isPartitioned = dice.chance(0.2);
        ArrayNode steps = config.putArray("steps");
        int wanted = 1 + dice.below(3);
        boolean endsWithAbsence = dice.chance(wanted == 1 ? 0.7 : 0.3);
        for (int i = 0; i < wanted; i++) {
            if (i > 0 && dice.chance(0.25)) {
                step(steps, isPartitioned ? ENGAGEMENT : event(), true);
            }
            boolean mayBranch = i == 1 && wanted == 2 && !endsWithAbsence;
            ObjectNode step = step(steps, isPartitioned ? ENGAGEMENT : event(), false);
            if (i > 0 && dice.chance(0.5)) {
                step.put(
                        "contiguity",
                        mayBranch
                                ? dice.pick("next", "followed_by", "followed_by_any")
                                : dice.pick("next", "followed_by"));
            }
            if (dice.chance(0.12) && !mayBranch) {
                step.put("times", 2);
            }
        }
        if (endsWithAbsence) {
            step(steps, isPartitioned ? ENGAGEMENT : event(), true);
        }
        config.put("within", dice.pick("1h", "3h", "1d", "1d", "3d", "1w"));
        if (isPartitioned) {
            config.put("partition_by", "engagement_id");
        }
    }

    private String event() {
        return dice.pick(
                "health_score_changed",
                "status_changed",
                ENGAGEMENT,
                "goal_changed",
                "account_changed");
    }

    private ObjectNode step(ArrayNode steps, String event, boolean isNegated) {
        ObjectNode step = steps.addObject().put("name", "s" + steps.size()).put("event", event);
        if (isNegated) {
            step.put("negated", true);
        }
        if (isNegated && dice.chance(0.2)) {
            step.put("contiguity", "next");
        }
        if (dice.chance(0.5)) {
            where(step.putArray("where").addObject(), event);
        }
        return step;
    }

    private void where(ObjectNode where, String event) {
        String operator = dice.pick("equals", "not_equals");
        switch (event) {
            case "health_score_changed" -> {
                where.put("field", dice.pick("score", "previous_score", "churn_risk"));
                operator = dice.pick("greater_than", "less_than", "equals", "not_equals");
                where.put("value", dice.pick(60, 55));
            }
            case "status_changed", "account_changed" -> {
                where.put("field", dice.pick("status", "previous_status"));
                where.put("value", dice.pick("active", "at_risk"));
            }
            case "goal_changed" -> {
                where.put("field", dice.pick("status", "previous_status"));
                where.put("value", dice.pick("active", "missed"));
            }
            default -> {
                where.put("field", dice.pick("status", "outcome", "type", "previous_outcome"));
                where.put("value", dice.pick("completed", "lost", "no_show", "email"));
            }
        }
        where.put("operator", operator);
    }
}
