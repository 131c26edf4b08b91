package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One value that two definitions have different.
 *
 * @param pointer JSON pointer into the definition
 * @param from what is there; JSON null for nothing
 * @param to what shall be there
 */
record Difference(String pointer, JsonNode from, JsonNode to) {

    /** Numbers are equal by their value: 60 and 60.0 are. */
    private static final Comparator<JsonNode> BY_VALUE =
            (left, right) -> {
                if (left.isNumber() && right.isNumber()) {
                    return left.decimalValue().compareTo(right.decimalValue());
                }
                return left.equals(right) ? 0 : 1;
            };

    /** All differences of two definitions, in the order of their keys. */
    static List<Difference> between(ObjectNode from, ObjectNode to) {
        List<Difference> differences = new ArrayList<>();
        collect("", from, to, differences);
        return differences;
    }

    private static void collect(
            String pointer, JsonNode from, JsonNode to, List<Difference> differences) {
        if (from instanceof ObjectNode before && to instanceof ObjectNode after) {
            Set<String> keys = new LinkedHashSet<>();
            after.fieldNames().forEachRemaining(keys::add);
            before.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                String place = pointer + '/' + key.replace("~", "~0").replace("/", "~1");
                if (before.has(key) && after.has(key)) {
                    collect(place, before.get(key), after.get(key), differences);
                } else {
                    differences.add(new Difference(place, orNull(before, key), orNull(after, key)));
                }
            }
        } else if (!from.equals(BY_VALUE, to)) {
            differences.add(new Difference(pointer, from, to));
        }
    }

    private static JsonNode orNull(ObjectNode object, String key) {
        JsonNode value = object.get(key);
        return value == null ? NullNode.getInstance() : value;
    }
}
