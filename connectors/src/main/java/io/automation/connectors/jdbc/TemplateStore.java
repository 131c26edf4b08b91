package io.automation.connectors.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Loads email templates as they were when a run began; versions never change, so they are kept. */
public final class TemplateStore {

    private static final int KEPT = 500;

    private static final String VERSION =
            "SELECT row::text FROM email_template_versions WHERE id = ?::uuid AND version = ?";

    private static final String PRESENT =
            "SELECT to_jsonb(t)::text FROM email_templates t WHERE id = ?::uuid";

    private final Transactions transactions;

    private final Map<Key, String> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
                    return size() > KEPT;
                }
            };

    private record Key(String id, int version) {}

    public TemplateStore(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * A template's row as JSON text, the keys being the columns; empty if there is none.
     *
     * @param version null for the present one, which is not kept
     */
    public Optional<String> load(String id, @Nullable Integer version) throws InterruptedException {
        if (version == null) {
            return read(id, null);
        }
        Key key = new Key(id, version);
        synchronized (kept) {
            String row = kept.get(key);
            if (row != null) {
                return Optional.of(row);
            }
        }
        Optional<String> row = read(id, version);
        if (row.isPresent()) {
            synchronized (kept) {
                kept.put(key, row.get());
            }
        }
        return row;
    }

    private Optional<String> read(String id, @Nullable Integer version)
            throws InterruptedException {
        try {
            return transactions.run(
                    connection -> {
                        try (PreparedStatement statement =
                                connection.prepareStatement(version == null ? PRESENT : VERSION)) {
                            statement.setString(1, id);
                            if (version != null) {
                                statement.setInt(2, version);
                            }
                            try (ResultSet rows = statement.executeQuery()) {
                                return rows.next()
                                        ? Optional.of(rows.getString(1))
                                        : Optional.empty();
                            }
                        }
                    });
        } catch (RefusedException noSuchId) {
            return Optional.empty();
        }
    }
}
