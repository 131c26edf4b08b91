package io.automation.job.wake;

import io.automation.model.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * What a part of an organization's accounts is told: that an account is one of them, or that a
 * definition changed.
 *
 * @param key the organization and the part of its accounts
 * @param accountId the account that is there, or is not any more; null where a definition changed
 * @param isGone whether that account is not there any more
 * @param definition the change of a definition; null where an account is told
 */
public record Call(
        String key, @Nullable String accountId, boolean isGone, @Nullable Change definition) {

    /** Into how many parts an organization's accounts fall: as many subtasks can share them. */
    private static final int PARTS = 64;

    static Call ofAccount(String organizationId, String accountId, boolean isGone) {
        int part = Math.floorMod(accountId.hashCode(), PARTS);
        return new Call(key(organizationId, part), accountId, isGone, null);
    }

    static Call[] ofDefinition(String organizationId, Change definition) {
        Call[] calls = new Call[PARTS];
        for (int part = 0; part < PARTS; part++) {
            calls[part] = new Call(key(organizationId, part), null, false, definition);
        }
        return calls;
    }

    private static String key(String organizationId, int part) {
        return organizationId + '|' + part;
    }
}
