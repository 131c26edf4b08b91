package io.automation.job.evaluate;

import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A contact or a member of an account's team. */
public record Person(
        String id, @Nullable String name, @Nullable String email, @Nullable String role) {

    static Person of(Table table, String id, RowVersion row) {
        return new Person(
                id,
                row.get(table.index("name")),
                row.get(table.index("email")),
                row.get(table.index("role")));
    }

    /** The address, normalised: trimmed, lower case; null if there is none. */
    @Nullable String address() {
        String normalised = email == null ? "" : email.strip().toLowerCase(Locale.ROOT);
        return normalised.isEmpty() ? null : normalised;
    }
}
