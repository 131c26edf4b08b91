package io.automation.job.evaluate;

import io.automation.udfs.condition.AccountHash;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows and accounts somebody wants to know everything of: also why nothing came of a
 * fact.
 *
 * @param workflows empty: all
 * @param accounts those that are watched whatever their hash is
 * @param sample the share, 0 to 1, of all accounts that is watched besides, by hash of their ids
 */
public record Watch(Set<String> workflows, Set<String> accounts, double sample)
        implements Serializable {

    /** Watches nothing. */
    public static final Watch NOTHING = new Watch(Set.of(), Set.of(), 0);

    private static final double HASHES = 1L << 32;

    public Watch {
        workflows = Set.copyOf(workflows);
        accounts = Set.copyOf(accounts);
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("no share between 0 and 1: " + sample);
        }
    }

    /** One workflow on one account; null for all of them. */
    public static Watch of(@Nullable String workflowId, @Nullable String accountId) {
        return new Watch(
                workflowId == null ? Set.of() : Set.of(workflowId),
                accountId == null ? Set.of() : Set.of(accountId),
                accountId == null ? 1 : 0);
    }

    /** Whether there is nothing to look for. */
    public boolean isNothing() {
        return accounts.isEmpty() && sample == 0;
    }

    boolean hasAccount(String accountId) {
        return accounts.contains(accountId)
                || sample == 1
                || (sample > 0 && AccountHash.of("decisions", accountId) < sample * HASHES);
    }

    boolean hasWorkflow(String workflowId) {
        return workflows.isEmpty() || workflows.contains(workflowId);
    }
}
