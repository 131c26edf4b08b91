package io.automation.job.wake;

import io.automation.model.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * What a part of an organization's accounts is told: that an account is one of them, that a
 * definition changed, or that all accounts are asked something.
 *
 * @param key the organization and the part of its accounts
 * @param accountId the account that is there, or is not any more; null where all are told
 * @param isGone whether that account is not there any more
 * @param change that of a definition, or a request; null where an account is told
 */
public record Call(
        String key, @Nullable String accountId, boolean isGone, @Nullable Change change) {

    /** Into how many parts an organization's accounts fall: as many subtasks can share them. */
    private static final int PARTS = 64;

    static Call ofAccount(String organizationId, String accountId, boolean isGone) {
        int part = Math.floorMod(accountId.hashCode(), PARTS);
        return new Call(key(organizationId, part), accountId, isGone, null);
    }

    /** Calls to all accounts of an organization. */
    static Call[] of(String organizationId, Change change) {
        Call[] calls = new Call[PARTS];
        for (int part = 0; part < PARTS; part++) {
            calls[part] = new Call(key(organizationId, part), null, false, change);
        }
        return calls;
    }

    private static String key(String organizationId, int part) {
        return organizationId + '|' + part;
    }
}
