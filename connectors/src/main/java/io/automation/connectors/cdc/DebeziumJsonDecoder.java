package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.connectors.cdc.JsonScan.Member;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decodes Debezium's JSON envelope, with or without its schema. */
public final class DebeziumJsonDecoder implements ChangeDecoder {

    /** The longest record that is read. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int MAX_KEPT_BYTES = 1 << 20;

    /*
     * Implementation notes.
     *
     * An envelope names its table behind the rows, so a first scan checks the bytes and finds its
     * members; their values are then read in place, in the order in which they are needed. What is
     * not needed is never read: most of all "before", whose keys mostly stand in the same bytes as
     * those of "after". Deletes, moved rows and accounts have it read. Jackson reads what is rare or
     * nested: a schema, escaped code units, JSON columns with escapes, decimals of variable scale.
     */
    private final DecoderOptions options;
    private final JsonFactory factory =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(JsonScan.MAX_DEPTH)
                                    .maxNumberLength(MAX_BYTES)
                                    .maxStringLength(MAX_BYTES)
                                    .maxNameLength(MAX_BYTES)
                                    .build())
                    .build();
    private final ObjectMapper trees = new ObjectMapper(factory);
    private final JsonScan scan = new JsonScan();
    private final JsonCursor cursor = new JsonCursor(factory);
    private final StringCache strings = new StringCache();
    private final RowReader rows;

    public DebeziumJsonDecoder(DecoderOptions options) {
        this.options = options;
        rows =
                new RowReader(
                        new ValueReader(options.timePrecision(), new JsonTexts(factory), strings));
    }

    @Override
    public void decode(
            byte @Nullable [] key,
            byte @Nullable [] value,
            String folder,
            String origin,
            long line,
            Consumer<Decoded> out) {
        if (value == null || value.length == 0) {
            return;
        }
        RejectedException rejected;
        try {
            decode(value, folder, out);
            return;
        } catch (RejectedException e) {
            rejected = e;
        } catch (StreamConstraintsException e) {
            rejected = new RejectedException(RejectReason.TOO_DEEP, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            rejected = new RejectedException(RejectReason.NOT_JSON, e.getOriginalMessage());
        } catch (IOException e) {
            rejected = new RejectedException(RejectReason.NOT_JSON, String.valueOf(e.getMessage()));
        }
        out.accept(
                rejected(
                        rejected.reason(),
                        String.valueOf(rejected.getMessage()),
                        key,
                        value,
                        folder,
                        origin,
                        line));
    }

    /** A dead letter whose bytes are cut and whose message can be written as UTF-8. */
    public static Decoded rejected(
            RejectReason reason,
            String message,
            byte @Nullable [] key,
            byte[] value,
            String folder,
            String origin,
            long line) {
        String printable =
                new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        byte[] kept = value.length <= MAX_KEPT_BYTES ? value : Arrays.copyOf(value, MAX_KEPT_BYTES);
        return Decoded.rejected(
                new DeadLetter(folder, origin, line, reason.code(), printable, key, kept));
    }

    private void decode(byte[] value, String folder, Consumer<Decoded> out)
            throws IOException, RejectedException {
        if (value.length > MAX_BYTES) {
            throw new RejectedException(
                    RejectReason.TOO_LONG, "longer than 8 MiB: " + value.length + " bytes");
        }
        RowSchema schema = null;
        JsonScan.Content content = scan(value, 0, value.length);
        if (scan.has(Member.PAYLOAD) && !scan.has(Member.SOURCE)) {
            if (scan.isObject(Member.SCHEMA)) {
                schema = RowSchema.of(tree(value, Member.SCHEMA));
            }
            content = scan(value, scan.start(Member.PAYLOAD), scan.end(Member.PAYLOAD));
        }
        if (content == JsonScan.Content.OBJECT) {
            decodeEnvelope(value, schema, folder, out);
        }
    }

    /** Scans the bytes; where text is broken, that is the reason, whatever else is wrong. */
    private JsonScan.Content scan(byte[] value, int start, int end) throws RejectedException {
        try {
            return scan.scan(value, start, end);
        } catch (RejectedException e) {
            int invalid = Utf8.firstInvalid(value);
            if (invalid >= 0) {
                throw new RejectedException(
                        RejectReason.NOT_UTF8, "byte " + (invalid + 1) + " is not UTF-8");
            }
            throw e;
        }
    }

    private void decodeEnvelope(
            byte[] value, @Nullable RowSchema schema, String folder, Consumer<Decoded> out)
            throws IOException, RejectedException {
        String code = operation(value);
        boolean isSchemaChange = scan.has(Member.DDL) || scan.has(Member.TABLE_CHANGES);
        if (code.equals("m") || (code.isEmpty() && isSchemaChange)) {
            return;
        }
        Source source = source(value);
        if (source.table == null || source.table.isEmpty()) {
            throw new RejectedException(RejectReason.NO_TABLE, "source.table is missing");
        }
        Table table = Table.of(source.table);
        if (table == null) {
            return;
        }
        Operation operation = Operation.of(code);
        if (operation == null) {
            throw new RejectedException(
                    RejectReason.BAD_OPERATION,
                    table.tableName()
                            + (code.isEmpty()
                                    ? ": op is missing"
                                    : ": op is none of c r u d: " + ValueReader.shown(code)));
        }
        Projection projection = Projection.of(table);
        Member image = operation == Operation.DELETE ? Member.BEFORE : Member.AFTER;
        if (!scan.isObject(image)) {
            throw new RejectedException(
                    RejectReason.NO_ROW, table.tableName() + ": " + image.text() + " is no row");
        }
        Row row = row(value, image, projection, true, schema);
        checkKeys(projection, row);
        long lsn = source.lsn();
        long commitAt = source.commitAt();
        long businessAt = projection.businessTime(row);
        Event event =
                new Event(
                        folder,
                        projection,
                        eventTime(projection, operation, commitAt, businessAt),
                        commitAt,
                        businessAt,
                        lsn,
                        source.sequence(),
                        options.keepTies() && lsn == Change.NONE ? tie(value) : null);
        Row before =
                operation == Operation.UPDATE && scan.isObject(Member.BEFORE)
                        ? before(value, projection, row, schema)
                        : null;
        if (before != null && isMoved(projection, before, row)) {
            fill(row, before);
            out.accept(Decoded.of(event.change(Operation.DELETE, before, null)));
            out.accept(Decoded.of(event.change(Operation.CREATE, row, null)));
        } else {
            out.accept(Decoded.of(event.change(operation, row, before)));
        }
    }

    /** The whole old row of an account or of a moved row; null of all others. */
    private @Nullable Row before(
            byte[] value, Projection projection, Row row, @Nullable RowSchema schema)
            throws IOException, RejectedException {
        if (projection.table() != Table.ACCOUNTS) {
            if (beginsLikeAfter(value, row.keysEnd)) {
                return null;
            }
            Row keys = row(value, Member.BEFORE, projection, false, schema);
            if (!isMoved(projection, keys, row)) {
                return null;
            }
        }
        Row before = row(value, Member.BEFORE, projection, true, schema);
        check(before);
        return before;
    }

    /** Whether both rows begin with the same bytes, their keys and one byte more among them. */
    private boolean beginsLikeAfter(byte[] value, int keysEnd) {
        if (keysEnd < 0) {
            return false;
        }
        int before = scan.start(Member.BEFORE);
        int after = scan.start(Member.AFTER);
        int length = keysEnd + 1 - after;
        return before + length < scan.end(Member.BEFORE)
                && Arrays.equals(value, before, before + length, value, after, after + length);
    }

    /** Whether an update gave its row another key or account. */
    private static boolean isMoved(Projection projection, Row before, Row after) {
        String oldId = projection.rowId(before);
        String oldAccount = projection.accountId(before);
        return oldId != null
                && (!oldId.equals(projection.rowId(after))
                        || (!oldAccount.isEmpty()
                                && !oldAccount.equals(projection.accountId(after))));
    }

    private String operation(byte[] value) {
        if (!scan.has(Member.OP) || scan.isNull(Member.OP)) {
            return "";
        }
        int start = scan.start(Member.OP);
        int end = scan.end(Member.OP);
        return value[start] == '"'
                ? strings.get(value, start + 1, end - 1)
                : strings.get(value, start, end);
    }

    private Source source(byte[] value) throws IOException, RejectedException {
        if (!scan.isObject(Member.SOURCE)) {
            return new Source();
        }
        cursor.enter(value, scan, Member.SOURCE);
        return Source.read(cursor, strings);
    }

    private Row row(
            byte[] value,
            Member image,
            Projection projection,
            boolean isWhole,
            @Nullable RowSchema schema)
            throws IOException {
        cursor.enter(value, scan, image);
        return rows.read(cursor, projection, isWhole, schema);
    }

    private JsonNode tree(byte[] value, Member member) throws IOException {
        int start = scan.start(member);
        try (JsonParser parser = trees.createParser(value, start, scan.end(member) - start)) {
            return parser.readValueAsTree();
        }
    }

    private static void checkKeys(Projection projection, Row row) throws RejectedException {
        String tableName = projection.table().tableName();
        if (projection.rowId(row) == null) {
            throw new RejectedException(
                    RejectReason.NO_PRIMARY_KEY, tableName + ": the primary key is missing");
        }
        if (projection.needsAccount() && projection.accountId(row).isEmpty()) {
            throw new RejectedException(
                    RejectReason.NO_ACCOUNT_ID, tableName + ".account_id is missing");
        }
        check(row);
    }

    private static void check(Row row) throws RejectedException {
        if (row.problem != null) {
            throw row.problem;
        }
    }

    private static long eventTime(
            Projection projection, Operation operation, long commitAt, long businessAt)
            throws RejectedException {
        if (operation == Operation.READ && !projection.isDated()) {
            return Change.BEGINNING;
        }
        long at = operation == Operation.READ || commitAt == Change.NONE ? businessAt : commitAt;
        if (at == Change.NONE) {
            throw new RejectedException(
                    RejectReason.NO_EVENT_TIME,
                    projection.table().tableName()
                            + (operation == Operation.READ
                                    ? ": a snapshot row without business time"
                                    : ": neither commit time nor business time"));
        }
        return at;
    }

    /** An unchanged column of a moved row stands in the old image: an insert carries all. */
    private static void fill(Row row, Row from) {
        for (int place = 0; place < row.values.length; place++) {
            long bit = 1L << place;
            if ((row.present & bit) == 0 && (from.present & bit) != 0) {
                row.set(place, from.values[place]);
            }
        }
    }

    private String tie(byte[] value) throws IOException {
        try (JsonParser parser = trees.createParser(value, scan.from(), scan.to() - scan.from())) {
            parser.nextToken();
            return JsonTexts.sorted(parser);
        }
    }

    /** What the changes of one event have in common. */
    private record Event(
            String folder,
            Projection projection,
            long at,
            long commitAt,
            long businessAt,
            long lsn,
            long sequence,
            @Nullable String tie) {

        Change change(Operation operation, Row row, @Nullable Row before) {
            String rowId = projection.rowId(row);
            return new Change(
                    folder,
                    projection.table(),
                    operation,
                    projection.accountId(row),
                    rowId == null ? "" : rowId,
                    at,
                    commitAt,
                    businessAt,
                    lsn,
                    sequence,
                    row.present,
                    row.values,
                    before == null ? 0 : before.present,
                    before == null ? Change.NO_VALUES : before.values,
                    tie);
        }
    }
}
