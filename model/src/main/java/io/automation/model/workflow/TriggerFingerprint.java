package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether two versions of a workflow have the same trigger, compared as JSON values: aliases are
 * resolved, numbers compare by value, the order of keys does not matter; text is not a number, null
 * not absent, and a default that is written down differs from one that is not.
 */
public final class TriggerFingerprint {

    private TriggerFingerprint() {}

    /** The same text for the same trigger, and only for that; for any input. */
    public static String canonicalTrigger(String triggerType, @Nullable String configJson) {
        TriggerType type = TriggerType.of(triggerType);
        String name = type == null ? triggerType : type.code();
        JsonNode config = configJson == null ? null : Json.read(configJson);
        if (config == null) {
            return name + ' ' + configJson;
        }
        TriggerAlias alias = TriggerAlias.of(triggerType);
        if (alias != null && config.isObject()) {
            ObjectNode spelled = JsonNodeFactory.instance.objectNode();
            alias.implied().forEach(spelled::put);
            spelled.setAll((ObjectNode) config);
            config = spelled;
        }
        StringBuilder text = new StringBuilder(name).append(' ');
        write(config, text);
        return text.toString();
    }

    /** Whether an edit left the trigger what it was. */
    public static boolean sameTrigger(
            String typeBefore,
            @Nullable String configBefore,
            String typeAfter,
            @Nullable String configAfter) {
        return canonicalTrigger(typeBefore, configBefore)
                .equals(canonicalTrigger(typeAfter, configAfter));
    }

    private static void write(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            writeObject(value, text);
        } else if (value.isArray()) {
            text.append('[');
            for (JsonNode member : value) {
                write(member, text);
                text.append(',');
            }
            text.append(']');
        } else if (value.isNumber()) {
            text.append(value.decimalValue().stripTrailingZeros());
        } else {
            text.append(value);
        }
    }

    private static void writeObject(JsonNode object, StringBuilder text) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            sorted.put(field.getKey(), field.getValue());
        }
        text.append('{');
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
            text.append(JsonNodeFactory.instance.textNode(field.getKey())).append(':');
            write(field.getValue(), text);
            text.append(',');
        }
        text.append('}');
    }
}
