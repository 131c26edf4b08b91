package io.automation.model.workflow;

import io.automation.model.workflow.Action.SequenceAction;
import java.util.ArrayList;
import java.util.List;

/** What of the language this version executes: all of it in a replay, less live. */
public final class SupportedLanguage {

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
}
