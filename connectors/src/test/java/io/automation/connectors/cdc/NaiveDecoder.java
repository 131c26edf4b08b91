package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.automation.model.change.Change;
import io.automation.model.change.Column;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decodes valid events by a tree and the JDK's own parsers: slow, plain, and written apart. */
final class NaiveDecoder {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss]");

    static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private record Image(String id, String account, @Nullable String[] values, long present) {}

    List<Change> decode(byte[] value) throws IOException {
        JsonNode event = MAPPER.readTree(value);
        JsonNode source = event.path("source");
        Table table = Objects.requireNonNull(Table.of(source.path("table").asText()));
        Operation operation = Objects.requireNonNull(Operation.of(event.path("op").asText()));
        boolean isDelete = operation == Operation.DELETE;
        Image row = image(table, event.path(isDelete ? "before" : "after"));
        long commit = Change.NONE;
        if (source.hasNonNull("ts_us")) {
            commit = Math.floorDiv(source.path("ts_us").asLong(), 1000L);
        } else if (source.hasNonNull("ts_ms")) {
            commit = source.path("ts_ms").asLong();
        }
        long business = Change.NONE;
        for (String column : List.of("created_at", "updated_at", "occurred_at", "recorded_at")) {
            if (column(table, column) >= 0 && row.values()[column(table, column)] != null) {
                business = Long.parseLong(row.values()[column(table, column)]);
            }
        }
        long at = commit == Change.NONE ? business : commit;
        if (operation == Operation.READ) {
            at =
                    switch (table) {
                        case HEALTH_SCORES, ENGAGEMENTS, GOALS -> business;
                        default -> Change.BEGINNING;
                    };
        }
        long lsn = source.hasNonNull("lsn") ? source.path("lsn").asLong() : Change.NONE;
        long sequence = lsn;
        if (source.hasNonNull("sequence") && lsn != Change.NONE) {
            sequence = MAPPER.readTree(source.path("sequence").asText()).path(0).asLong();
        }
        String tie = lsn == Change.NONE ? sorted(event) : null;
        Image before = null;
        if (operation == Operation.UPDATE && event.path("before").isObject()) {
            before = image(table, event.path("before"));
            boolean isMoved =
                    !before.id().isEmpty()
                            && (!before.id().equals(row.id())
                                    || (!before.account().isEmpty()
                                            && !before.account().equals(row.account())));
            if (isMoved) {
                @Nullable String[] whole = row.values().clone();
                for (int i = 0; i < whole.length; i++) {
                    if (((row.present() >>> i) & 1) == 0) {
                        whole[i] = before.values()[i];
                    }
                }
                Image inserted =
                        new Image(row.id(), row.account(), whole, row.present() | before.present());
                long[] numbers = {at, commit, business, lsn, sequence};
                return List.of(
                        change(table, Operation.DELETE, before, null, numbers, tie),
                        change(table, Operation.CREATE, inserted, null, numbers, tie));
            }
        }
        return List.of(
                change(
                        table,
                        operation,
                        row,
                        table == Table.ACCOUNTS ? before : null,
                        new long[] {at, commit, business, lsn, sequence},
                        tie));
    }

    /** Everything of a change as one text. */
    static String text(Change change) {
        return String.join(
                " ",
                change.folder(),
                change.table() + "/" + change.operation(),
                change.accountId() + "/" + change.rowId(),
                change.at() + "/" + change.commitAt() + "/" + change.businessAt(),
                change.lsn() + "/" + change.sequence(),
                Long.toBinaryString(change.present()) + Arrays.toString(change.after()),
                Long.toBinaryString(change.presentBefore()) + Arrays.toString(change.before()),
                change.tie());
    }

    private static Change change(
            Table table,
            Operation operation,
            Image row,
            @Nullable Image before,
            long[] numbers,
            @Nullable String tie) {
        return new Change(
                Decoding.FOLDER,
                table,
                operation,
                row.account(),
                row.id(),
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                row.present(),
                row.values(),
                before == null ? 0 : before.present(),
                before == null ? Change.NO_VALUES : before.values(),
                tie);
    }

    private static Image image(Table table, JsonNode row) throws IOException {
        List<Column> columns = table.columns();
        @Nullable String[] values = new String[columns.size()];
        long present = 0;
        for (int i = 0; i < values.length; i++) {
            JsonNode node = row.path(columns.get(i).name());
            if (!node.isMissingNode() && !node.asText().equals("__debezium_unavailable_value")) {
                present |= 1L << i;
                values[i] = node.isNull() ? null : value(columns.get(i), node);
            }
        }
        String id = row.path("id").asText("").toLowerCase(Locale.ROOT);
        String account = table == Table.ACCOUNTS ? id : "";
        if (table != Table.ACCOUNTS && column(table, "account_id") >= 0) {
            String value = values[column(table, "account_id")];
            account = value == null ? "" : value;
        }
        if (table == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            String workflow = values[column(table, "workflow_id")];
            id = workflow == null || account.isEmpty() ? "" : workflow + "|" + account;
        }
        if (table == Table.AUTOMATION_RUN_STEPS) {
            String run = values[column(table, "run_id")];
            String step = values[column(table, "step")];
            id = run == null || step == null ? "" : run + "|" + step;
        }
        return new Image(id, account, values, present);
    }

    private static String value(Column column, JsonNode node) throws IOException {
        String text = node.asText();
        return switch (column.type()) {
            case TEXT -> text;
            case ID -> text.toLowerCase(Locale.ROOT);
            case NUMBER ->
                    (node.isNumber() ? node.decimalValue() : new BigDecimal(text)).toPlainString();
            case DATE -> LocalDate.parse(text.substring(0, 10)).toString();
            case BOOLEAN -> text.startsWith("t") ? "true" : "false";
            case JSON -> node.isTextual() ? MAPPER.readTree(text).toString() : node.toString();
            case INSTANT -> Long.toString(instant(text));
        };
    }

    private static long instant(String text) {
        String iso = text.replace(' ', 'T').toUpperCase(Locale.ROOT);
        if (iso.indexOf('T') < 0) {
            LocalDate day = LocalDate.parse(iso.substring(0, 10));
            return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
        boolean isZoned = iso.endsWith("Z") || iso.lastIndexOf('-') > 7 || iso.indexOf('+') > 0;
        return isZoned
                ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                : iso.indexOf('.') > 0
                        ? OffsetDateTime.parse(iso + "Z").toInstant().toEpochMilli()
                        : LocalDateTime.parse(iso, LOCAL).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static int column(Table table, String name) {
        return table.columns().stream().map(Column::name).toList().indexOf(name);
    }

    private static String sorted(JsonNode node) throws JsonProcessingException {
        StringBuilder out = new StringBuilder();
        if (node.isObject()) {
            Map<String, String> members = new TreeMap<>();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String name = MAPPER.writeValueAsString(member.getKey());
                members.put(member.getKey(), name + ":" + sorted(member.getValue()));
            }
            return out.append('{')
                    .append(String.join(",", members.values()))
                    .append('}')
                    .toString();
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            for (JsonNode element : node) {
                elements.add(sorted(element));
            }
            return out.append('[').append(String.join(",", elements)).append(']').toString();
        }
        return node.toString();
    }
}
