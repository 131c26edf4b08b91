package io.automation.model.workflow;

import io.automation.model.workflow.Problems.Code;
import java.util.Set;

/**
 * What of the language this version executes. The parser understands all of it and asks here at
 * each part; a part that is not in the list refuses the definition.
 */
final class SupportedLanguage {

    private static final Set<String> EXECUTED =
            Set.of(
                    "trigger health_score_change",
                    "condition account_filter",
                    "condition custom",
                    "field account",
                    "field custom",
                    "field organization",
                    "field product_name",
                    "field trigger",
                    "action send_email");

    private SupportedLanguage() {}

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
