package io.automation.embedded.replay;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.history.HistoryFile;
import io.automation.connectors.history.HistoryReader;
import io.automation.embedded.definitions.Directory;
import io.automation.job.config.AutomationOptions;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The names that a history knows at its end, and the ids they stand for. What was deleted is found
 * by its id, and by its name if nothing else has that name.
 */
final class HistoryNames implements Directory {

    private static final List<Table> TABLES =
            List.of(
                    Table.ORGANIZATIONS,
                    Table.ACCOUNTS,
                    Table.AUTOMATION_WORKFLOWS,
                    Table.EMAIL_TEMPLATES);

    private static final String NAME = "name";
    private static final String ORGANIZATION = "organization_id";
    private static final String DELETED = "deleted_at";

    private final Map<Table, Map<String, NamedRow>> rows = new EnumMap<>(Table.class);

    private HistoryNames() {
        TABLES.forEach(table -> rows.put(table, new TreeMap<>()));
    }

    /** Reads a history for its names only. */
    static HistoryNames of(List<HistoryFile> files) throws IOException {
        HistoryNames names = new HistoryNames();
        DecoderOptions options =
                new DecoderOptions(AutomationOptions.TIME_PRECISION.defaultValue(), false);
        ChangeDecoder decoder = new OnlyNamed(new DebeziumJsonDecoder(options));
        for (HistoryFile file : files) {
            try (HistoryReader reader = new HistoryReader(file, "")) {
                while (reader.next(decoder, names::take)) {
                    // Each line goes to the names.
                }
            }
        }
        return names;
    }

    /** Passes over the lines of all other tables, which are most. */
    private record OnlyNamed(ChangeDecoder decoder) implements ChangeDecoder {
        @Override
        public void decode(
                byte @Nullable [] key,
                byte @Nullable [] value,
                String folder,
                String origin,
                long line,
                Consumer<Decoded> out) {
            String text = new String(Objects.requireNonNull(value), StandardCharsets.ISO_8859_1);
            // A name may be written with escapes.
            if (text.contains("\\u")
                    || TABLES.stream().anyMatch(table -> text.contains(table.tableName()))) {
                decoder.decode(key, value, folder, origin, line, out);
            }
        }
    }

    private void take(Decoded decoded) {
        Change change = decoded.change();
        if (change != null && rows.containsKey(change.table())) {
            table(change.table())
                    .computeIfAbsent(change.rowId(), id -> new NamedRow())
                    .take(change);
        }
    }

    @Override
    public List<String> organizations(String idOrName) {
        return find(Table.ORGANIZATIONS, null, idOrName);
    }

    @Override
    public List<String> accounts(String organizationId, String idOrName) {
        return find(Table.ACCOUNTS, organizationId, idOrName);
    }

    @Override
    public List<String> templates(String organizationId, String idOrName) {
        return find(Table.EMAIL_TEMPLATES, organizationId, idOrName);
    }

    /** The ids of an organization's definitions of a name that are not deleted. */
    List<String> named(Table table, String organizationId, String name) {
        List<String> found = new ArrayList<>();
        table(table)
                .forEach(
                        (id, row) -> {
                            if (!row.isDeleted()
                                    && organizationId.equals(row.get(ORGANIZATION))
                                    && name.equals(row.get(NAME))) {
                                found.add(id);
                            }
                        });
        return found;
    }

    /** The organization of a definition; null where the history has no such row. */
    @Nullable String organizationOf(Table table, String id) {
        NamedRow row = table(table).get(id);
        return row == null ? null : row.get(ORGANIZATION);
    }

    private List<String> find(Table table, @Nullable String organizationId, String idOrName) {
        List<String> present = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        String id = idOrName.toLowerCase(Locale.ROOT);
        table(table)
                .forEach(
                        (rowId, row) -> {
                            boolean isOwn =
                                    organizationId == null
                                            || organizationId.equals(row.get(ORGANIZATION));
                            if (isOwn && (rowId.equals(id) || idOrName.equals(row.get(NAME)))) {
                                (row.isDeleted() ? deleted : present).add(rowId);
                            }
                        });
        return present.isEmpty() ? deleted : present;
    }

    private Map<String, NamedRow> table(Table table) {
        return Objects.requireNonNull(rows.get(table));
    }

    /** What is known last of a row, column by column, as the changes come in any order. */
    private static final class NamedRow {

        private final Map<String, Known> columns = new HashMap<>();

        /** A value and when it was written. */
        private record Known(long at, long lsn, @Nullable String value) {
            boolean isBefore(Known other) {
                return at != other.at ? at < other.at : lsn <= other.lsn;
            }
        }

        void take(Change change) {
            Table table = change.table();
            if (change.operation() == Operation.DELETE) {
                put(change, DELETED, "deleted");
                return;
            }
            put(change, NAME, table);
            if (table != Table.ORGANIZATIONS) {
                put(change, ORGANIZATION, table);
            }
            if (table != Table.EMAIL_TEMPLATES && change.has(table.index(DELETED))) {
                put(change, DELETED, table);
            } else if (change.operation() == Operation.CREATE) {
                put(change, DELETED, (String) null);
            }
        }

        private void put(Change change, String column, Table table) {
            int index = table.index(column);
            if (change.has(index)) {
                put(change, column, change.get(index));
            }
        }

        private void put(Change change, String column, @Nullable String value) {
            long at = change.commitAt() == Change.NONE ? change.at() : change.commitAt();
            Known now = new Known(at, change.lsn(), value);
            columns.merge(column, now, (one, other) -> one.isBefore(other) ? other : one);
        }

        @Nullable String get(String column) {
            Known known = columns.get(column);
            return known == null ? null : known.value;
        }

        boolean isDeleted() {
            return get(DELETED) != null;
        }
    }
}
