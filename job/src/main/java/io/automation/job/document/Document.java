package io.automation.job.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text that was read.
 *
 * @param parts one, or several YAML documents
 * @param lines of everything in it by its JSON pointer, from 1; the second part is at {@code /1}
 * @param flaws what kept it from being read; without parts then
 */
public record Document(List<JsonNode> parts, Map<String, Integer> lines, List<Flaw> flaws) {

    public Document {
        parts = List.copyOf(parts);
        flaws = List.copyOf(flaws);
    }

    /**
     * What is no YAML or JSON.
     *
     * @param message for people
     */
    public record Flaw(int line, String pointer, String code, String message) {}

    /** What it lists, by its pointers: a single list's members, else its parts. */
    public Map<String, JsonNode> members() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        if (parts.size() == 1 && parts.get(0) instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                members.put("/" + i, list.get(i));
            }
            return members;
        }
        for (int i = 0; i < parts.size(); i++) {
            members.put(i == 0 ? "" : "/" + i, parts.get(i));
        }
        return members;
    }

    /** The line of a pointer, or of the nearest that is above it. */
    public static int line(Map<String, Integer> lines, String pointer) {
        String place = pointer;
        while (!place.isEmpty() && !lines.containsKey(place)) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 1);
    }
}
