package io.automation.job.evaluate;

import io.automation.job.pattern.CompiledPattern;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.AccountCreated;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.model.workflow.Trigger.EmailSent;
import io.automation.model.workflow.Trigger.EngagementEvent;
import io.automation.model.workflow.Trigger.EngagementTurn;
import io.automation.model.workflow.Trigger.GoalEvent;
import io.automation.model.workflow.Trigger.GoalTurn;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Pattern;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Trigger.StatusChange;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.schedule.Timetable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The organization and its acting workflows between two changes of its definitions, arranged so
 * that a fact finds those it concerns without asking the others.
 */
final class TriggerIndex {

    /** Epoch milliseconds of the change from which it holds. */
    final long from;

    /** Epoch milliseconds of the next change. */
    final long until;

    final Organization organization;
    final ScoreIndex scores;
    final List<Acting<AccountCreated>> accountsCreated;
    final List<Schedule> schedules;
    final CalendarIndex calendar;
    final List<UserPattern> patterns;

    /** Those that take in, at this very instant, the accounts that are there. */
    final List<Acting<?>> enrolling;

    private final Map<String, List<Acting<StatusChange>>> statuses = new HashMap<>();
    private final EnumMap<EngagementTurn, List<Acting<EngagementEvent>>> engagements =
            new EnumMap<>(EngagementTurn.class);
    private final EnumMap<GoalTurn, List<Acting<GoalEvent>>> goals = new EnumMap<>(GoalTurn.class);

    /** By the template as it is written, id or name; empty for those that any mail sets off. */
    private final Map<String, List<Acting<EmailSent>>> emailsSent = new HashMap<>();

    /** A workflow that acts, with its trigger. */
    record Acting<T extends Trigger>(DefinitionVersion version, Workflow workflow, T trigger) {}

    /** A schedule with its instants. */
    record Schedule(Acting<Scheduled> acting, Timetable timetable) {}

    /** A pattern of facts, compiled when the first one asks. */
    record UserPattern(Acting<Pattern> acting, CompiledPattern compiled) {}

    TriggerIndex(Organization organization, List<DefinitionVersion> acting, long from, long until) {
        this.organization = organization;
        this.from = from;
        this.until = until;
        this.scores =
                new ScoreIndex(
                        of(TriggerType.HEALTH_SCORE_CHANGE, HealthScoreChange.class, acting));
        this.accountsCreated = of(TriggerType.ACCOUNT_CREATED, AccountCreated.class, acting);
        this.schedules =
                of(TriggerType.SCHEDULED, Scheduled.class, acting).stream()
                        .map(a -> new Schedule(a, Timetable.of(a.trigger(), organization.zone())))
                        .toList();
        this.calendar =
                new CalendarIndex(
                        schedules,
                        of(TriggerType.DATE_REACHED, DateReached.class, acting),
                        organization.zone());
        this.patterns =
                of(TriggerType.PATTERN, Pattern.class, acting).stream()
                        .map(a -> new UserPattern(a, a.version().compiledPattern(a.trigger())))
                        .toList();
        for (Acting<StatusChange> each :
                of(TriggerType.STATUS_CHANGE, StatusChange.class, acting)) {
            statuses.computeIfAbsent(each.trigger().toStatus(), s -> new ArrayList<>()).add(each);
        }
        for (Acting<EngagementEvent> each :
                of(TriggerType.ENGAGEMENT_EVENT, EngagementEvent.class, acting)) {
            engagements
                    .computeIfAbsent(each.trigger().event(), turn -> new ArrayList<>())
                    .add(each);
        }
        for (Acting<GoalEvent> each : of(TriggerType.GOAL_EVENT, GoalEvent.class, acting)) {
            goals.computeIfAbsent(each.trigger().event(), turn -> new ArrayList<>()).add(each);
        }
        for (Acting<EmailSent> each : of(TriggerType.EMAIL_SENT, EmailSent.class, acting)) {
            String template = Objects.requireNonNullElse(each.trigger().templateId(), "");
            emailsSent.computeIfAbsent(template, any -> new ArrayList<>()).add(each);
        }
        this.enrolling =
                all(acting).stream()
                        .filter(each -> each.workflow().settings().enrollExisting())
                        .filter(each -> each.version().from() == from)
                        .filter(each -> each.version().activity().enrols())
                        .toList();
    }

    /** Whether it is that of an organization at an instant. */
    boolean holds(String organizationId, long instant) {
        return instant >= from && instant < until && organization.id().equals(organizationId);
    }

    /** The workflows that a status is the goal of. */
    List<Acting<StatusChange>> statusChanges(String toStatus) {
        return statuses.getOrDefault(toStatus, List.of());
    }

    /** The workflows that wait for a turn of an engagement. */
    List<Acting<EngagementEvent>> engagements(EngagementTurn turn) {
        return engagements.getOrDefault(turn, List.of());
    }

    /** The workflows that wait for a turn of a goal. */
    List<Acting<GoalEvent>> goals(GoalTurn turn) {
        return goals.getOrDefault(turn, List.of());
    }

    /** Whether any workflow waits for a mail. */
    boolean followsMails() {
        return !emailsSent.isEmpty();
    }

    /** The workflows that wait for a mail of a template, by what they call it; empty: any mail. */
    List<Acting<EmailSent>> emailsSent(String template) {
        return emailsSent.getOrDefault(template, List.of());
    }

    private static List<Acting<?>> all(List<DefinitionVersion> acting) {
        List<Acting<?>> all = new ArrayList<>();
        for (DefinitionVersion version : acting) {
            Workflow workflow = version.workflow();
            if (workflow != null) {
                all.add(new Acting<>(version, workflow, workflow.trigger()));
            }
        }
        return all;
    }

    private static <T extends Trigger> List<Acting<T>> of(
            TriggerType type, Class<T> kind, List<DefinitionVersion> versions) {
        List<Acting<T>> acting = new ArrayList<>();
        for (DefinitionVersion version : versions) {
            Workflow workflow = version.workflow();
            if (workflow != null && workflow.trigger().type() == type) {
                acting.add(new Acting<>(version, workflow, kind.cast(workflow.trigger())));
            }
        }
        return List.copyOf(acting);
    }
}
