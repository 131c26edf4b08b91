package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.Occurrence.Due;
import io.automation.job.oracle.PatternChoices.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Section 3.7: what patterns have seen, and what follows of it. */
final class Patterns {

    /** What one pattern has seen of one account, by partition value. */
    private static final class Seen {
        final Map<String, List<Change>> facts = new LinkedHashMap<>();
        final Map<String, List<Match>> matches = new LinkedHashMap<>();
    }

    private final World world;

    /** By workflow, then by account. */
    private final Map<String, Map<String, Seen>> seen = new HashMap<>();

    Patterns(World world) {
        this.world = world;
    }

    /** An edit of the trigger, a pause and a delete drop what is half matched. */
    void forget(String workflow) {
        seen.remove(workflow);
    }

    void forgetAccount(String account) {
        seen.values().forEach(accounts -> accounts.remove(account));
    }

    /** What a change completes; snapshot rows and rows first seen by an update do not enter. */
    List<Occurrence> take(Workflow workflow, Change change) {
        String account = change.event().account();
        boolean isOwn = change.origin().isOwn() && !workflow.allowsOwn();
        boolean enters = change.isInsert() || change.isUpdate();
        JsonNode partitioned = workflow.trigger().path("partition_by");
        boolean hasValue =
                Values.isNull(partitioned)
                        || PatternChoices.field(change, partitioned.asText()) != null;
        if (!enters || isOwn || !hasValue || !isActing(workflow, account)) {
            return List.of();
        }
        String value = Values.isNull(partitioned) ? "" : change.event().row();
        Seen own =
                seen.computeIfAbsent(workflow.id(), id -> new HashMap<>())
                        .computeIfAbsent(account, id -> new Seen());
        List<Change> facts = own.facts.computeIfAbsent(value, id -> new ArrayList<>());
        facts.add(change);
        List<Match> matches = PatternChoices.matches(workflow.trigger(), facts);
        own.matches.put(value, matches);
        List<Occurrence> raised = new ArrayList<>();
        for (Match match : matches) {
            if (match.last() == change && !match.isAbsence()) {
                raised.add(Occurrence.of(key(match), data(match), change.origin()));
            }
        }
        return raised;
    }

    private boolean isActing(Workflow workflow, String account) {
        return world.isActing(workflow) && world.isTenant(workflow, account);
    }

    /** The absences that become true if nothing more happens. */
    List<Due> dues(Workflow workflow, String account) {
        List<Due> dues = new ArrayList<>();
        Seen own = seen.getOrDefault(workflow.id(), Map.of()).get(account);
        if (own == null || !isActing(workflow, account)) {
            return dues;
        }
        for (List<Match> matches : own.matches.values()) {
            for (Match match : matches) {
                if (match.isAbsence()) {
                    Occurrence absent = Occurrence.of(key(match), data(match), Origin.OTHERS);
                    dues.add(new Due(match.done(), account, workflow, absent));
                }
            }
        }
        return dues;
    }

    private static String key(Match match) {
        return place(match.facts().get(0))
                + ":"
                + (match.isAbsence() ? "end:" + Values.iso(match.done()) : place(match.last()));
    }

    private static String place(Change fact) {
        return fact.event().row() + ":" + fact.event().position();
    }

    private static ObjectNode data(Match match) {
        ObjectNode data = Values.object();
        ArrayNode facts = data.putArray("facts");
        for (int i = 0; i < match.facts().size(); i++) {
            Event event = match.facts().get(i).event();
            facts.addObject()
                    .put("step", match.names().get(i))
                    .put("table", event.table())
                    .put("row_id", event.row())
                    .put("occurred_at", Values.iso(event.at()));
        }
        return data;
    }
}
