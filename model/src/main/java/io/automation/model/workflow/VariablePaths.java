package io.automation.model.workflow;

import io.automation.model.change.Column;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.PatternEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which dotted paths conditions may name. */
public final class VariablePaths {

    /** The variables whose names are fixed. */
    private static final Map<String, List<String>> CLOSED =
            Map.of(
                    "account",
                    List.of(
                            "name",
                            "health_score",
                            "status",
                            "arr",
                            "industry",
                            "size",
                            "churn_risk",
                            "contract_end_date"),
                    "engagement",
                    List.of("last_meeting_date", "last_engagement_type", "next_meeting_date"),
                    "goals",
                    List.of("active_goals", "completed_goals", "at_risk_goals"));

    /** The variables whose names data decides. */
    private static final Set<String> OPEN = Set.of("custom", "organization", "trigger");

    private VariablePaths() {}

    /** Why a path into the template variables is none; null if it is one. */
    public static @Nullable String problem(String path) {
        int dot = path.indexOf('.');
        String root = dot < 0 ? path : path.substring(0, dot);
        if (path.equals("product_name")) {
            return null;
        }
        if (root.equals("contact")) {
            return "an account has many contacts; a condition cannot look at contact.*";
        }
        List<String> names = CLOSED.get(root);
        if (names != null) {
            String name = dot < 0 ? "" : path.substring(dot + 1);
            if (names.contains(name)) {
                return null;
            }
            return Problems.quote(path)
                    + " is no variable; "
                    + Suggestions.oneOf(path, names.stream().map(n -> root + '.' + n).toList());
        }
        if (OPEN.contains(root)) {
            return isDotted(path) && dot > 0
                    ? null
                    : Problems.quote(path) + " is no variable; write " + root + ".<name>";
        }
        return Problems.quote(path)
                + " is no variable; begin with account, engagement, goals, custom, organization or"
                + " trigger and a dot";
    }

    /** Why a path into a fact of a pattern is none; null if it is one. */
    static @Nullable String problem(PatternEvent event, String path) {
        String name = path.startsWith("previous_") ? path.substring("previous_".length()) : path;
        int dot = name.indexOf('.');
        String head = dot < 0 ? name : name.substring(0, dot);
        Set<String> columns = factFields(event);
        boolean known = columns.contains(head);
        if (known && (dot < 0 || (head.equals("custom") && isDotted(name)))) {
            return null;
        }
        return Problems.quote(path)
                + " is no field of this event"
                + Suggestions.didYouMean(path, columns);
    }

    /** The fields of a pattern's fact. */
    static Set<String> factFields(PatternEvent event) {
        Set<String> fields = new LinkedHashSet<>();
        fields.add("id");
        Table table = table(event);
        for (Column column : table.columns()) {
            fields.add(column.name());
        }
        if (table == Table.ENGAGEMENTS) {
            fields.add("engagement_id");
        }
        if (table == Table.GOALS) {
            fields.add("goal_id");
        }
        return fields;
    }

    private static Table table(PatternEvent event) {
        return switch (event) {
            case HEALTH_SCORE_CHANGED -> Table.HEALTH_SCORES;
            case ENGAGEMENT_CHANGED -> Table.ENGAGEMENTS;
            case GOAL_CHANGED -> Table.GOALS;
            case STATUS_CHANGED, ACCOUNT_CHANGED -> Table.ACCOUNTS;
        };
    }

    private static boolean isDotted(String path) {
        return !path.startsWith(".") && !path.endsWith(".") && !path.contains("..");
    }
}
