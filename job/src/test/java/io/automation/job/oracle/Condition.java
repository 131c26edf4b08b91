package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;

/** One part of a condition_config; all parts must hold. */
record Condition(String type, JsonNode config) {

    boolean isWindow() {
        return type.equals("time_condition");
    }
}
