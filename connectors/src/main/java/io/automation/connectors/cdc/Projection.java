package io.automation.connectors.cdc;

import io.automation.model.change.Change;
import io.automation.model.change.Column;
import io.automation.model.change.ColumnType;
import io.automation.model.change.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One table as the decoder sees it: where its columns go and which of them name row and time. */
final class Projection {

    /** The place of a column that is not read. */
    static final int UNREAD = -1;

    /** The place of the primary key, which is no column of the projection. */
    static final int ID = -2;

    /** A power of two, well above the number of columns. */
    private static final int SLOTS = 64;

    private static final Set<String> REPETITIVE =
            Set.of(
                    "organization_id",
                    "status",
                    "industry",
                    "size",
                    "type",
                    "direction",
                    "outcome",
                    "role",
                    "locale",
                    "timezone",
                    "trigger_type",
                    "action_type",
                    "category",
                    "delivery_mode",
                    "kind",
                    "definition",
                    "reason");

    private static final Map<Table, Projection> ALL = new EnumMap<>(Table.class);

    static {
        for (Table table : Table.values()) {
            ALL.put(table, new Projection(table));
        }
    }

    private final Table table;
    private final Column[] columns;
    private final boolean[] repetitive;
    private final byte[] @Nullable [] slots = new byte[SLOTS][];
    private final int[] places = new int[SLOTS];
    private final int keys;
    private final int account;
    private final int[] compositeKey;
    private final int[] businessTimes;

    private Projection(Table table) {
        this.table = table;
        columns = table.columns().toArray(new Column[0]);
        repetitive = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            String name = columns[i].name();
            add(name, i);
            repetitive[i] = REPETITIVE.contains(name) && columns[i].type() != ColumnType.JSON;
        }
        account = table == Table.ACCOUNTS ? UNREAD : index("account_id");
        compositeKey =
                switch (table) {
                    case AUTOMATION_WORKFLOW_ACCOUNTS -> new int[] {index("workflow_id"), account};
                    case AUTOMATION_RUN_STEPS -> new int[] {index("run_id"), index("step")};
                    default -> new int[0];
                };
        if (compositeKey.length == 0) {
            add("id", ID);
        }
        keys = countKeys();
        businessTimes = businessTimes();
    }

    static Projection of(Table table) {
        Projection projection = ALL.get(table);
        if (projection == null) {
            throw new IllegalStateException("no projection of " + table);
        }
        return projection;
    }

    Table table() {
        return table;
    }

    int width() {
        return columns.length;
    }

    Column column(int place) {
        return columns[place];
    }

    /** Whether the column's values are few, so that they are worth one String each. */
    boolean isRepetitive(int place) {
        return repetitive[place];
    }

    /** The place of the column whose name these bytes are, {@link #ID} or {@link #UNREAD}. */
    int place(byte[] bytes, int from, int to) {
        if (from == to) {
            return UNREAD;
        }
        int slot = slot(bytes, from, to);
        while (true) {
            byte[] name = slots[slot];
            if (name == null) {
                return UNREAD;
            }
            if (name.length == to - from && Arrays.equals(bytes, from, to, name, 0, name.length)) {
                return places[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
    }

    /** How many columns tell whose row it is. */
    int keys() {
        return keys;
    }

    /** Whether the column at a place tells whose row it is. */
    boolean isKey(int place) {
        if (place == ID) {
            return true;
        }
        if (place == UNREAD) {
            return false;
        }
        for (int key : compositeKey) {
            if (place == key) {
                return true;
            }
        }
        return place == account;
    }

    private int countKeys() {
        int count = compositeKey.length == 0 ? 1 : 0;
        for (int place = 0; place < columns.length; place++) {
            count += isKey(place) ? 1 : 0;
        }
        return count;
    }

    /** The primary key as text, or null where it is not complete. */
    @Nullable String rowId(Row row) {
        if (compositeKey.length == 0) {
            return row.id;
        }
        String first = row.get(compositeKey[0]);
        String second = row.get(compositeKey[1]);
        return first.isEmpty() || second.isEmpty() ? null : first + '|' + second;
    }

    /** The account a row belongs to; empty where it has none. */
    String accountId(Row row) {
        if (table == Table.ACCOUNTS) {
            return row.id == null ? "" : row.id;
        }
        return account == UNREAD ? "" : row.get(account);
    }

    /** Whether a row without account is garbage. */
    boolean needsAccount() {
        return table.kind() == Table.Kind.FACT && table != Table.AUTOMATION_REQUESTS;
    }

    /** Whether a snapshot row counts from its business time and not from the beginning of time. */
    boolean isDated() {
        return table == Table.HEALTH_SCORES || table == Table.ENGAGEMENTS || table == Table.GOALS;
    }

    /** The row's own time, or {@link Change#NONE}. */
    long businessTime(Row row) {
        for (int place : businessTimes) {
            String millis = row.values[place];
            if (millis != null) {
                return Long.parseLong(millis);
            }
        }
        return Change.NONE;
    }

    private void add(String name, int place) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(bytes, 0, bytes.length);
        while (slots[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        slots[slot] = bytes;
        places[slot] = place;
    }

    private static int slot(byte[] bytes, int from, int to) {
        return ((to - from) * 7 + bytes[from] * 31 + bytes[to - 1] * 3) & (SLOTS - 1);
    }

    private int index(String name) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].name().equals(name)) {
                return i;
            }
        }
        return UNREAD;
    }

    private int[] businessTimes() {
        List<String> names = new ArrayList<>();
        if (table == Table.HEALTH_SCORES) {
            names.add("recorded_at");
        } else if (table == Table.ENGAGEMENTS) {
            names.add("occurred_at");
        }
        names.add("updated_at");
        names.add("created_at");
        return names.stream().mapToInt(this::index).filter(place -> place != UNREAD).toArray();
    }
}
