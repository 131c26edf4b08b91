package io.automation.embedded.explain;

import io.automation.embedded.explain.Explanation.FactLine;
import io.automation.embedded.explain.Records.Account;
import io.automation.embedded.explain.Records.ScopeChange;
import io.automation.embedded.explain.WorkflowHistory.State;
import io.automation.embedded.explain.WorkflowHistory.Version;
import io.automation.model.run.Reason;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the decision that is asked for, and says what it means. */
final class Explainer {

    /** How many of the latest facts are listed. */
    private static final int FACTS = 5;

    private final Evidence evidence;
    private final @Nullable Long asOf;
    private final boolean isForPeople;

    /**
     * @param asOf the latest decision at or before this instant is explained, in epoch
     *     milliseconds; null for the latest of all
     */
    Explainer(Evidence evidence, @Nullable Long asOf, boolean isForPeople) {
        this.evidence = evidence;
        this.asOf = asOf;
        this.isForPeople = isForPeople;
    }

    Explanation explain() {
        return explain(latest());
    }

    /** The same for the decision of a run. */
    Explanation explainRun(String runId) {
        Decided decision =
                evidence.decisions().stream()
                        .filter(each -> runId.equals(each.runId()))
                        .filter(Decided::hasRun)
                        .findFirst()
                        .orElse(null);
        return explain(decision);
    }

    private Explanation explain(@Nullable Decided decision) {
        return decision == null
                ? new Part(null, instant()).nothing()
                : new Part(decision, decision.at()).explain();
    }

    private @Nullable Decided latest() {
        Decided latest = null;
        for (Decided decision : evidence.decisions()) {
            if (asOf == null || decision.at() <= asOf) {
                latest = decision;
            }
        }
        return latest;
    }

    private long instant() {
        Long until = evidence.records().until();
        return asOf != null ? asOf : until == null ? 0 : until;
    }

    /** The explanation of one decision, with everything that is put into words for its instant. */
    private final class Part {

        private final @Nullable Decided decision;
        private final long at;
        private final Subject subject;
        private final Wording words;
        private final TriggerSentences triggers;
        private final AgainSentences again;

        Part(@Nullable Decided decision, long at) {
            this.decision = decision;
            this.at = at;
            this.subject = subject();
            this.words =
                    isForPeople ? Wording.forPeople(subject.zone(), at) : Wording.forPrograms();
            this.triggers = new TriggerSentences(words, subject, evidence.decisions());
            this.again = new AgainSentences(words, subject, evidence);
        }

        private Subject subject() {
            Records records = evidence.records();
            WorkflowHistory history = records.workflow(evidence.workflowId());
            Version version = history == null ? null : history.at(at);
            Account account = records.account(evidence.accountId());
            Workflow workflow = version == null ? null : version.workflow();
            String organization =
                    decision != null && decision.organizationId() != null
                            ? decision.organizationId()
                            : version != null && version.row().organizationId() != null
                                    ? version.row().organizationId()
                                    : account == null ? null : account.organizationId();
            Integer number =
                    decision != null && decision.version() != null
                            ? decision.version()
                            : workflow == null ? null : workflow.version();
            String organizationName =
                    organization == null
                            ? "its organization"
                            : records.organizationName(organization);
            return new Subject(
                    evidence.workflowId(),
                    version == null ? evidence.workflowId() : Wording.line(version.name()),
                    number,
                    workflow,
                    evidence.accountId(),
                    evidence.accountId() == null
                            ? organizationName
                            : Wording.orElse(
                                    account == null ? null : account.name(), evidence.accountId()),
                    organization,
                    organizationName,
                    records.zone(organization));
        }

        Explanation explain() {
            Decided told = Objects.requireNonNull(decision);
            RunStory run = told.hasRun() ? evidence.run(told.runId()) : null;
            boolean isFired =
                    told.verdict() == Verdict.STARTED && (run == null || !run.isRefused());
            return isFired ? fired(told, run) : notFired(told, run);
        }

        private Explanation fired(Decided told, @Nullable RunStory run) {
            List<String> sentences = new ArrayList<>();
            sentences.add(triggers.fired(told, run));
            if (run != null) {
                sentences.addAll(new OutcomeSentences(words, subject).of(run));
                if (evidence.isLive() && !run.isLive()) {
                    sentences.add("The database has no record of this run yet.");
                }
            }
            stateNow(sentences);
            return new Explanation(
                    subject,
                    true,
                    told,
                    run,
                    at,
                    words.moment(at, true),
                    sentences,
                    NumbersTable.of(told, run, words),
                    List.of(),
                    null,
                    evidence.records().since());
        }

        private Explanation notFired(Decided told, @Nullable RunStory run) {
            Crossing crossing =
                    Crossing.before(
                            evidence.decisions(), told, evidence::run, evidence.records().since());
            List<String> sentences = new ArrayList<>(reasons(told, run, crossing));
            String next = again.sentence(told, run);
            if (next != null) {
                sentences.add(next);
            }
            stateNow(sentences);
            boolean isPlain =
                    switch (told.verdict()) {
                        case NO_EDGE, NOT_ACTIVE, NOT_IN_SCOPE -> true;
                        default -> false;
                    };
            return new Explanation(
                    subject,
                    false,
                    told,
                    run,
                    at,
                    (asOf == null ? "latest change " : "change of ") + words.moment(at, false),
                    sentences,
                    isPlain ? List.of() : NumbersTable.of(told, run, words),
                    facts(told, crossing),
                    again.notBefore(told, run),
                    evidence.records().since());
        }

        private List<String> reasons(Decided told, @Nullable RunStory run, Crossing crossing) {
            RefusalSentences refusals = new RefusalSentences(words, subject);
            Reason reason = run != null && run.reason() != null ? run.reason() : told.reason();
            return switch (told.verdict()) {
                case STARTED, SKIPPED ->
                        reason == null
                                ? List.of(triggers.fired(told, run))
                                : List.of(
                                        refusals.refused(reason, told), triggers.fired(told, run));
                case NOT_ACTIVE -> List.of(state(told.at()));
                case NOT_IN_SCOPE -> List.of(scope(told.at()));
                case NO_EDGE, BELOW_MINIMUM_CHANGE -> List.of(triggers.unmet(told, crossing));
                case NOT_REARMED -> List.of(notRearmed(told));
                case OWN_CHANGE -> List.of(ownChange(told));
                case KEY_USED -> List.of(keyUsed(told));
                case PATTERN_DROPPED ->
                        List.of(
                                "More than 64 half matches of its pattern waited at a time, and the"
                                        + " oldest was given up.");
            };
        }

        private String notRearmed(Decided told) {
            Comparison armed = told.trigger("armed");
            String moved = triggers.scores().moved(triggers.scores().move(told, null));
            return armed == null
                    ? moved + ", but after its last run it has not been armed again."
                    : "%s, but since its last run it has not been back at %s, where it is armed again."
                            .formatted(moved, words.value(armed.asked()));
        }

        private String ownChange(Decided told) {
            Comparison own = told.admission("own_change");
            String id = own == null ? told.runId() : Comparison.textOf(own.found());
            return "A run of this system%s made the change, and the workflow leaves those out."
                    .formatted(id == null ? "" : " (" + words.id(id) + ")");
        }

        private String keyUsed(Decided told) {
            String id = told.runId();
            RunStory had = evidence.run(id);
            if (id == null) {
                return "The same occurrence was told before, and had its run.";
            }
            return had == null
                    ? "The same occurrence had its run already (%s).".formatted(words.id(id))
                    : "The same occurrence had its run already, on %s (%s, %s)."
                            .formatted(words.when(had.at()), words.id(id), had.status().code());
        }

        /** {@code Paused since Mon 23 Nov 14:10.} */
        private String state(long instant) {
            WorkflowHistory history = evidence.records().workflow(evidence.workflowId());
            if (history == null || history.at(instant).state() == State.ACTIVE) {
                return "The workflow was not active then.";
            }
            String since = since(history.inStateSince(instant));
            return switch (history.at(instant).state()) {
                case PAUSED -> "Paused " + since + ".";
                case DRAFT -> "A draft " + since + "; drafts start nothing.";
                case NOT_ENABLED -> "Not enabled " + since + ".";
                case DELETED -> "Deleted " + since + ".";
                case ACTIVE -> throw new IllegalStateException("asked above");
            };
        }

        private String since(long instant) {
            Long records = evidence.records().since();
            return records == null || instant >= records
                    ? "since " + words.when(instant)
                    : "since before the records begin, " + words.when(records);
        }

        private String scope(long instant) {
            Account account = evidence.records().account(evidence.accountId());
            if (account != null && account.deletedAt() != null && account.deletedAt() <= instant) {
                return "The account was deleted on %s.".formatted(words.when(account.deletedAt()));
            }
            ScopeChange change =
                    evidence.records().scope(evidence.workflowId(), evidence.accountId(), instant);
            return change == null || change.isListed()
                    ? "Not on the workflow's list of accounts."
                    : "Not on the workflow's list of accounts: it left it on %s."
                            .formatted(words.when(change.at()));
        }

        /** What became of the workflow since; only where the present is asked for. */
        private void stateNow(List<String> sentences) {
            WorkflowHistory history = evidence.records().workflow(evidence.workflowId());
            if (asOf != null || history == null || history.last().state() == State.ACTIVE) {
                return;
            }
            long since = history.inStateSince(history.last().at());
            if (since > at) {
                String state =
                        switch (history.last().state()) {
                            case PAUSED -> "paused";
                            case DRAFT -> "a draft";
                            case NOT_ENABLED -> "not enabled";
                            case DELETED, ACTIVE -> "deleted";
                        };
                sentences.add("Now it is %s, since %s.".formatted(state, words.when(since)));
            }
        }

        private List<FactLine> facts(Decided told, Crossing crossing) {
            Boolean direction = told.isDecrease();
            List<Decided> all =
                    evidence.decisions().stream()
                            .filter(each -> Objects.equals(each.isDecrease(), direction))
                            .toList();
            int end = all.indexOf(told);
            int begin = Math.max(0, end + 1 - FACTS);
            Set<Integer> shown = new TreeSet<>();
            Decided edge = crossing.edge();
            if (edge != null && all.indexOf(edge) < begin) {
                shown.add(all.indexOf(edge));
                begin++;
            }
            for (int i = begin; i <= end; i++) {
                shown.add(i);
            }
            return shown.stream().map(i -> line(all.get(i))).toList();
        }

        private FactLine line(Decided each) {
            RunStory run = each.hasRun() ? evidence.run(each.runId()) : null;
            String runText =
                    run == null
                            ? "no run"
                            : "run %s, %s".formatted(words.id(run.id()), run.status().code());
            return new FactLine(
                    each,
                    words.when(each.at()),
                    triggers.brief(each, run),
                    verdict(each, run),
                    runText);
        }

        private String verdict(Decided each, @Nullable RunStory run) {
            Reason reason = run != null && run.isRefused() ? run.reason() : each.reason();
            if (reason != null) {
                return reason.code();
            }
            if (each.verdict() != Verdict.STARTED) {
                return each.verdict().code();
            }
            return each.isDecrease() == null ? "fired" : triggers.scores().edge(each);
        }

        /** Nothing was decided: what stands in the way, or that nothing happened. */
        Explanation nothing() {
            List<String> sentences = new ArrayList<>();
            String why = whyNothing();
            sentences.add(why == null ? nothingHappened() : why);
            if (why == null) {
                String waits = new WaitsFor(subject.trigger(), words).sentence();
                if (waits != null) {
                    sentences.add(waits);
                }
            }
            return new Explanation(
                    subject,
                    false,
                    null,
                    null,
                    at,
                    asOf == null ? "no change that mattered" : "until " + words.moment(at, false),
                    sentences,
                    List.of(),
                    List.of(),
                    null,
                    evidence.records().since());
        }

        private @Nullable String whyNothing() {
            WorkflowHistory history = evidence.records().workflow(evidence.workflowId());
            if (history == null) {
                return null;
            }
            if (!history.existed(at)) {
                return "The workflow was not there yet: it came on %s."
                        .formatted(words.when(history.at(at).at()));
            }
            Version version = history.at(at);
            if (version.state() != State.ACTIVE) {
                return state(at);
            }
            if (version.workflow() == null) {
                return "Its definition was refused; ./automation validate says why.";
            }
            Account account = evidence.records().account(evidence.accountId());
            if (account != null && account.deletedAt() != null && account.deletedAt() <= at) {
                return scope(at);
            }
            if (account != null
                    && account.organizationId() != null
                    && !account.organizationId().equals(version.row().organizationId())) {
                return "The account belongs to another organization, %s."
                        .formatted(evidence.records().organizationName(account.organizationId()));
            }
            ScopeChange listed =
                    evidence.records().scope(evidence.workflowId(), evidence.accountId(), at);
            boolean isOpen = version.workflow().scopeAllAccounts();
            return isOpen || (listed != null && listed.isListed()) ? null : scope(at);
        }

        private String nothingHappened() {
            Long since = evidence.records().since();
            return since == null
                    ? "There is no record of any change."
                    : "Nothing that it looks at has happened to %s since the records begin, %s."
                            .formatted(subject.accountName(), words.when(since));
        }
    }
}
