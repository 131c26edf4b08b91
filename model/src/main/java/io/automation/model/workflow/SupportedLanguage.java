package io.automation.model.workflow;

import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Problems.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What of the language this version executes. The parser understands all of it and asks here at
 * each part; a part that is not in the list refuses the definition.
 */
public final class SupportedLanguage {

    private static final Set<String> EXECUTED =
            Set.of(
                    "trigger health_score_change",
                    "trigger engagement_event",
                    "trigger scheduled",
                    "trigger status_change",
                    "trigger account_created",
                    "trigger goal_event",
                    "trigger date_reached",
                    "trigger pattern",
                    "trigger email_sent",
                    "trigger manual",
                    "condition account_filter",
                    "condition engagement_history",
                    "condition time_condition",
                    "condition custom",
                    "condition expression",
                    "field account",
                    "field engagement",
                    "field goals",
                    "field custom",
                    "field organization",
                    "field product_name",
                    "field trigger",
                    "action send_email",
                    "action create_task",
                    "action update_health_score",
                    "action change_status",
                    "action webhook",
                    "action integration_action",
                    "action sequence",
                    "action_config delay",
                    "setting enroll_existing",
                    "setting fan_out",
                    "setting max_accounts_per_hour",
                    "setting spread",
                    "setting catchup_window",
                    "setting max_defer",
                    "setting recheck");

    private SupportedLanguage() {}

    /** What of a good workflow only a replay executes: a live job refuses it. */
    public static List<Problem> onlyReplayed(Workflow workflow) {
        List<Problem> problems = new ArrayList<>();
        if (workflow.settings().maxAccountsPerHour() != null) {
            problems.add(notYetLive("/settings/max_accounts_per_hour", "max_accounts_per_hour"));
        }
        if (workflow.action() instanceof SequenceAction sequence) {
            for (int i = 0; i < sequence.steps().size(); i++) {
                onlyReplayed(
                        sequence.steps().get(i).action(),
                        "/action_config/steps/" + i + "/action_type",
                        problems);
            }
        } else {
            onlyReplayed(workflow.action(), "/action_type", problems);
        }
        return problems;
    }

    private static void onlyReplayed(Action action, String pointer, List<Problem> problems) {
        if (action.type() != ActionType.SEND_EMAIL) {
            problems.add(notYetLive(pointer, "action " + action.type().code()));
        }
    }

    private static Problem notYetLive(String pointer, String what) {
        return new Problem(
                "not_supported_yet",
                pointer,
                Problem.Level.ERROR,
                what + " is replayed, but not yet executed live by this version");
    }

    /** A problem at the pointer unless the part is executed. */
    static void check(String kind, String name, String pointer, Problems problems) {
        if (!EXECUTED.contains(kind + ' ' + name)) {
            problems.error(
                    Code.NOT_SUPPORTED_YET,
                    pointer,
                    kind + ' ' + name + " is understood but not executed by this version");
        }
    }
}
