package io.automation.embedded.definitions;

import io.automation.model.workflow.Action;
import io.automation.model.workflow.Action.Recipients;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.SupportedLanguage;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is allowed and seldom meant. */
final class DefinitionWarnings {

    /** RFC 5322 asks for lines of at most this many characters; phones show half of it. */
    private static final int LONGEST_SUBJECT = 78;

    private DefinitionWarnings() {}

    static List<Problem> of(Workflow workflow) {
        List<Problem> warnings = new ArrayList<>();
        for (Problem problem : SupportedLanguage.onlyReplayed(workflow)) {
            warnings.add(
                    warning(
                            "only_replayed",
                            problem.pointer(),
                            "a live job refuses this: " + problem.message()));
        }
        if (workflow.scopeAllAccounts() && workflow.conditions().isEmpty()) {
            warnings.add(
                    warning(
                            "all_accounts",
                            "/condition_config",
                            "every account may start it; add a condition or accounts"));
        }
        if (mailsCustomers(workflow.action())) {
            if (mayMailAtNight(workflow)) {
                warnings.add(
                        warning(
                                "mails_at_night",
                                "/condition_config",
                                "customers may be mailed at night; add time_condition:"
                                        + " {business_hours_only: true}"));
            }
            if (mayMailAgainAtOnce(workflow)) {
                warnings.add(
                        warning(
                                "no_cooldown",
                                "/settings",
                                "a score that wavers mails the customer each time; add cooldown:"
                                        + " 7d"));
            }
        }
        return warnings;
    }

    /** A schedule says itself when it mails. */
    private static boolean mayMailAtNight(Workflow workflow) {
        return !(workflow.trigger() instanceof Scheduled)
                && workflow.conditions().stream().noneMatch(TimeCondition.class::isInstance);
    }

    private static boolean mayMailAgainAtOnce(Workflow workflow) {
        return workflow.trigger() instanceof HealthScoreChange
                && workflow.cooldownMillis() == 0
                && workflow.settings().reEntry().equals(ReEntry.EVERY);
    }

    private static boolean mailsCustomers(Action action) {
        return mails(action).map(SendEmail::recipients).anyMatch(DefinitionWarnings::areCustomers);
    }

    private static boolean areCustomers(Recipients recipients) {
        return recipients.customerContacts() || recipients.roles().contains("customer_contact");
    }

    private static Stream<SendEmail> mails(Action action) {
        if (action instanceof SendEmail mail) {
            return Stream.of(mail);
        }
        return action instanceof SequenceAction sequence
                ? sequence.steps().stream().flatMap(step -> mails(step.action()))
                : Stream.empty();
    }

    /** Of a mail's subject, below a pointer. */
    static List<Problem> ofSubject(String subject, String pointer) {
        List<Problem> warnings = new ArrayList<>();
        String words = subject.replaceAll("\\{\\{.*?}}", "").strip();
        if (subject.isBlank()) {
            warnings.add(warning("subject_empty", pointer, "the subject is empty; write one"));
        }
        int length = words.codePointCount(0, words.length());
        if (length > LONGEST_SUBJECT) {
            warnings.add(
                    warning(
                            "subject_long",
                            pointer,
                            "the subject has "
                                    + length
                                    + " characters without its variables; most readers see no more"
                                    + " than "
                                    + LONGEST_SUBJECT));
        }
        long capitals = words.codePoints().filter(Character::isUpperCase).count();
        if (capitals > 1 && words.codePoints().noneMatch(Character::isLowerCase)) {
            warnings.add(
                    warning(
                            "subject_capitals",
                            pointer,
                            "the subject is all capitals, as junk mail is; write it as a sentence"));
        }
        return warnings;
    }

    private static Problem warning(String code, String pointer, String message) {
        return new Problem(code, pointer, Problem.Level.WARNING, message);
    }
}
