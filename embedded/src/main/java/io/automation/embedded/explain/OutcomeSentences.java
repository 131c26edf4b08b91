package io.automation.embedded.explain;

import io.automation.embedded.explain.RunStory.MailStory;
import io.automation.embedded.explain.RunStory.StepStory;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.RunStatus;
import io.automation.model.workflow.Action;
import io.automation.model.workflow.Action.ChangeStatus;
import io.automation.model.workflow.Action.CreateTask;
import io.automation.model.workflow.Action.IntegrationAction;
import io.automation.model.workflow.Action.Recipients;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Action.UpdateHealthScore;
import io.automation.model.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is said of what came of a run: the mails, the other effects, what still waits. */
final class OutcomeSentences {

    private final Wording words;
    private final Subject subject;
    private final RefusalSentences refusals;

    OutcomeSentences(Wording words, Subject subject) {
        this.words = words;
        this.subject = subject;
        this.refusals = new RefusalSentences(words, subject);
    }

    /** The sentences after "it fired". */
    List<String> of(RunStory run) {
        List<String> said = new ArrayList<>();
        accepted(run, said);
        for (MailStory mail : run.mails()) {
            trouble(mail, run, said);
        }
        if (run.mails().isEmpty()) {
            effects(run, said);
        }
        ending(run, said);
        if (run.isRetracted()) {
            said.add("It was taken back later, when its mail had gone out.");
        }
        return said.stream().distinct().toList();
    }

    private void accepted(RunStory run, List<String> said) {
        List<MailStory> accepted = run.mails(DeliveryStatus.ACCEPTED);
        if (accepted.isEmpty()) {
            return;
        }
        String mails = accepted.size() == 1 ? "One mail" : accepted.size() + " mails";
        String to = recipients(accepted);
        if (!run.isLive()) {
            said.add(
                    "%s%s would have gone out%s."
                            .formatted(mails, to, run.waiting() == null ? "" : " by now"));
            return;
        }
        Long last =
                accepted.stream()
                        .map(MailStory::acceptedAt)
                        .filter(at -> at != null)
                        .max(Long::compare)
                        .orElse(null);
        String took = last == null ? "" : " " + took(last - run.at()) + " later";
        said.add(
                accepted.size() == 1
                        ? "%s%s was accepted%s.".formatted(mails, to, took)
                        : "%s%s were accepted, the last%s."
                                .formatted(mails, to, took.isEmpty() ? " just now" : took));
    }

    private static String took(long millis) {
        return millis < 60_000
                ? String.format(Locale.ROOT, "%.1f s", Math.max(0, millis) / 1000.0)
                : Wording.duration(millis);
    }

    /** {@code to the account owner}: whom the definition names, else how many. */
    private String recipients(List<MailStory> mails) {
        Workflow workflow = subject.workflow();
        Action action = workflow == null ? null : workflow.action();
        if (action instanceof SendEmail mail) {
            String named = named(mail.recipients());
            if (named != null) {
                return " to " + named;
            }
        }
        long addresses = mails.stream().map(MailStory::address).distinct().count();
        return addresses == mails.size() ? "" : " to " + Wording.count(addresses, "address");
    }

    private static @Nullable String named(Recipients recipients) {
        List<String> named = new ArrayList<>();
        if (recipients.customerContacts()) {
            named.add("the customer's contacts");
        }
        if (recipients.internalTeam()) {
            named.add("the account's team");
        }
        recipients.roles().forEach(role -> named.add("the " + role.replace('_', ' ')));
        recipients.specificEmails().forEach(address -> named.add(Wording.line(address)));
        return named.isEmpty() || named.size() > 3 ? null : Wording.list(named, "and");
    }

    private void trouble(MailStory mail, RunStory run, List<String> said) {
        String address = Wording.line(mail.address());
        switch (mail.status()) {
            case UNKNOWN ->
                    said.add(
                            "Whether the mail to %s arrived is not certain; it is not sent twice."
                                    .formatted(address));
            case FAILED ->
                    said.add(
                            "The mail to %s failed: %s."
                                    .formatted(
                                            address,
                                            trimmed(
                                                    Wording.orElse(
                                                            mail.error(), "no reason was given"))));
            case SKIPPED -> {
                Reason reason = mail.reason();
                said.add(
                        "The mail to %s was kept back. %s"
                                .formatted(
                                        address,
                                        reason == null ? "" : refusals.stopped(reason, null)));
            }
            case QUEUED, CLAIMED -> {
                if (run.isLive()) {
                    said.add("The mail to %s is on its way.".formatted(address));
                }
            }
            case ACCEPTED -> {}
        }
    }

    private static String trimmed(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private void effects(RunStory run, List<String> said) {
        Workflow workflow = subject.workflow();
        long done =
                run.steps().stream().filter(step -> "success".equals(step.status().code())).count();
        if (done == 0 || workflow == null) {
            return;
        }
        String would = run.isLive() ? "was" : "would have been";
        Action action = workflow.action();
        if (action instanceof CreateTask task) {
            said.add("A task, “%s”, %s made.".formatted(Wording.line(task.title()), would));
        } else if (action instanceof ChangeStatus change) {
            said.add("Its status %s set to %s.".formatted(would, Wording.line(change.newStatus())));
        } else if (action instanceof UpdateHealthScore update) {
            said.add(
                    "Its health %s changed by %s."
                            .formatted(would, Wording.number(update.adjustment())));
        } else if (action instanceof IntegrationAction integration) {
            said.add(
                    "%s %s asked for %s."
                            .formatted(
                                    Wording.capitalized(
                                            integration
                                                    .integration()
                                                    .name()
                                                    .toLowerCase(Locale.ROOT)),
                                    would,
                                    integration.action()));
        } else if (action.type().code().equals("webhook")) {
            said.add("A webhook %s called.".formatted(would));
        } else if (action instanceof SequenceAction sequence) {
            said.add(
                    "%d of its %s %s done."
                            .formatted(
                                    done, Wording.count(sequence.steps().size(), "step"), would));
        }
    }

    private void ending(RunStory run, List<String> said) {
        StepStory waiting = run.waiting();
        Reason reason = run.reason();
        if (waiting != null && !isUnderWay(run)) {
            Long due = waiting.dueAt();
            String step =
                    run.steps().size() == 1
                            ? "It"
                            : "Step %d of %d".formatted(1 + waiting.step(), run.steps().size());
            said.add(
                    due == null
                            ? step + " waits for its turn."
                            : "%s waits until %s.".formatted(step, words.when(due)));
        } else if (run.status() == RunStatus.FAILED && run.mails(DeliveryStatus.FAILED).isEmpty()) {
            said.add(
                    "It failed: %s."
                            .formatted(trimmed(Wording.orElse(error(run), "no reason was given"))));
        } else if (run.status() == RunStatus.SKIPPED && reason != null) {
            said.add("Nothing went out. " + refusals.stopped(reason, stoppedAt(run)));
        } else if (reason != null) {
            said.add("It stopped early. " + refusals.stopped(reason, stoppedAt(run)));
        }
    }

    private static boolean isUnderWay(RunStory run) {
        return run.isLive()
                && !(run.mails(DeliveryStatus.QUEUED).isEmpty()
                        && run.mails(DeliveryStatus.CLAIMED).isEmpty());
    }

    private static @Nullable String error(RunStory run) {
        if (run.error() != null) {
            return run.error();
        }
        return run.steps().stream()
                .map(StepStory::error)
                .filter(error -> error != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Long stoppedAt(RunStory run) {
        return run.steps().stream()
                .filter(step -> "skipped".equals(step.status().code()))
                .map(StepStory::dueAt)
                .filter(due -> due != null)
                .findFirst()
                .orElse(null);
    }
}
