package io.automation.job.evaluate;

import io.automation.model.run.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account that an organization's run is about, as it is when the run begins or one of its steps
 * is due.
 *
 * @param folder the replayed folder, empty in a live job
 * @param at when the run begins, in epoch milliseconds
 * @param asOf when the account was so, in epoch milliseconds
 * @param triggerData of the run, without its accounts
 * @param isGone whether the account left the organization, or is not there any more
 * @param healthScore the effective one, decimal text
 * @param arr decimal text
 * @param contacts by id
 * @param team by id
 */
public record Member(
        String folder,
        String workflowId,
        String runId,
        String triggerType,
        String occurrenceKey,
        long at,
        long asOf,
        String triggerData,
        String accountId,
        boolean isGone,
        @Nullable String name,
        @Nullable String healthScore,
        @Nullable String status,
        @Nullable String arr,
        List<Person> contacts,
        List<Person> team) {

    private static final String OWNER = "account_owner";

    public Member {
        contacts = List.copyOf(contacts);
        team = List.copyOf(team);
    }

    /** An account of a run, as its variables show it. */
    static Member of(
            Run run,
            String accountId,
            long asOf,
            RunVariables variables,
            List<Person> contacts,
            List<Person> team) {
        return new Member(
                run.folder(),
                run.workflowId(),
                run.id(),
                run.triggerType(),
                run.occurrenceKey(),
                run.occurredAt(),
                asOf,
                run.triggerData(),
                accountId,
                false,
                text(variables, "account.name"),
                text(variables, "account.health_score"),
                text(variables, "account.status"),
                text(variables, "account.arr"),
                contacts,
                team);
    }

    /** An account that left a run. */
    static Member gone(Run run, String accountId, long asOf) {
        return new Member(
                run.folder(),
                run.workflowId(),
                run.id(),
                run.triggerType(),
                run.occurrenceKey(),
                run.occurredAt(),
                asOf,
                run.triggerData(),
                accountId,
                true,
                null,
                null,
                null,
                null,
                List.of(),
                List.of());
    }

    /** The same account in another run. */
    Member of(String otherRun) {
        return new Member(
                folder,
                workflowId,
                otherRun,
                triggerType,
                occurrenceKey,
                at,
                asOf,
                triggerData,
                accountId,
                isGone,
                name,
                healthScore,
                status,
                arr,
                contacts,
                team);
    }

    private static @Nullable String text(RunVariables variables, String path) {
        Object value = variables.value(path);
        return value == null ? null : value.toString();
    }

    /** The name of the first owner in the account's team; null if it has none. */
    @Nullable String owner() {
        return team.stream()
                .filter(person -> OWNER.equals(person.role()))
                .map(Person::name)
                .findFirst()
                .orElse(null);
    }
}
