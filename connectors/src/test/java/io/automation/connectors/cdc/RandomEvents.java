package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.change.Column;
import io.automation.model.change.Table;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Valid events of every table, operation, form of value and style of JSON. */
final class RandomEvents {

    private static final String[] TEXTS = {
        "active",
        "churned",
        "Zoë Müller",
        "",
        "a\"b\\c/d",
        "日本 🚀",
        "tab\tline\nend",
        "\u0001",
        "é",
        "a much longer text than any that a cache of short texts would ever think of keeping"
    };

    private final Random random;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    byte[] next() throws JsonProcessingException {
        Table table = Table.values()[random.nextInt(Table.values().length)];
        String op = List.of("c", "u", "u", "r", "d").get(random.nextInt(5));
        ObjectNode after = row(table, true);
        ObjectNode event = NaiveDecoder.MAPPER.createObjectNode();
        if (op.equals("d")) {
            event.set("before", after);
            event.putNull("after");
        } else {
            if (op.equals("u") && random.nextInt(4) > 0) {
                event.set("before", before(table, after));
            } else if (random.nextBoolean()) {
                event.putNull("before");
            }
            event.set("after", after);
        }
        event.set("source", source(table));
        event.put("op", op);
        if (random.nextBoolean()) {
            event.put("ts_ms", random.nextLong());
            event.putNull("transaction");
            event.putObject("extra").putArray("x").add(1).addObject().put("y", text());
        }
        return write(random.nextInt(3) == 0 ? shuffled(event) : event);
    }

    private ObjectNode before(Table table, ObjectNode after) {
        return switch (random.nextInt(4)) {
            case 0 -> row(table, false);
            case 1 -> NaiveDecoder.MAPPER.createObjectNode();
            default -> {
                ObjectNode before = after.deepCopy();
                if (random.nextInt(3) == 0 && before.has("account_id")) {
                    before.put("account_id", id());
                }
                if (random.nextInt(6) == 0 && before.has("id")) {
                    before.put("id", id());
                }
                yield before;
            }
        };
    }

    private ObjectNode row(Table table, boolean isWhole) {
        ObjectNode row = NaiveDecoder.MAPPER.createObjectNode();
        if (table != Table.AUTOMATION_WORKFLOW_ACCOUNTS
                && table != Table.AUTOMATION_RUN_STEPS
                && (isWhole || random.nextBoolean())) {
            if (random.nextInt(5) == 0) {
                row.put("id", random.nextInt(20));
            } else {
                row.put("id", id());
            }
        }
        for (Column column : table.columns()) {
            String name = column.name();
            boolean isKey =
                    isWhole
                            && (name.equals("account_id")
                                    || table == Table.AUTOMATION_WORKFLOW_ACCOUNTS
                                    || (table == Table.AUTOMATION_RUN_STEPS
                                            && List.of("run_id", "step").contains(name)));
            boolean isTime =
                    isWhole && List.of("recorded_at", "created_at", "updated_at").contains(name);
            int draw = isKey || isTime ? 9 : random.nextInt(10);
            if (draw == 0) {
                row.put(name, "__debezium_unavailable_value");
            } else if (draw == 1) {
                row.putNull(name);
            } else if (draw > 2) {
                put(row, column);
            }
            if (random.nextInt(12) == 0) {
                row.put("other_" + name, text());
            }
        }
        return random.nextInt(4) == 0 ? shuffled(row) : row;
    }

    private void put(ObjectNode row, Column column) {
        String name = column.name();
        switch (column.type()) {
            case TEXT -> row.put(name, text());
            case ID -> row.put(name, id());
            case NUMBER -> {
                BigDecimal number = BigDecimal.valueOf(random.nextInt(2_000_000) - 500, 2);
                if (random.nextBoolean()) {
                    row.put(name, number);
                } else {
                    row.put(name, random.nextBoolean() ? number.toPlainString() : "1.50E+3");
                }
            }
            case INSTANT -> row.put(name, instant());
            case DATE ->
                    row.put(name, instant().substring(0, 10) + (random.nextBoolean() ? "Z" : ""));
            case BOOLEAN -> {
                if (random.nextBoolean()) {
                    row.put(name, random.nextBoolean());
                } else {
                    row.put(name, List.of("t", "f", "true", "false").get(random.nextInt(4)));
                }
            }
            case JSON -> {
                ObjectNode json = json();
                if (random.nextBoolean()) {
                    row.set(name, json);
                } else {
                    row.put(name, random.nextBoolean() ? json.toPrettyString() : json.toString());
                }
            }
        }
    }

    private ObjectNode json() {
        ObjectNode json = NaiveDecoder.MAPPER.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            ArrayNode list = json.put(text(), text()).putArray("list" + i);
            list.add(random.nextInt())
                    .addNull()
                    .add(new BigDecimal("1.50"))
                    .add(random.nextBoolean());
            json.putObject("empty" + i);
        }
        return json;
    }

    private ObjectNode source(Table table) {
        ObjectNode source = NaiveDecoder.MAPPER.createObjectNode();
        source.put("version", "3.6.1.Final").put("snapshot", "false").putNull("xmin");
        source.put("table", table.tableName());
        boolean hasOwnTime =
                table.columns().stream().map(Column::name).anyMatch("created_at"::equals);
        if (!hasOwnTime || random.nextInt(5) > 0) {
            source.put("ts_ms", 1_772_355_600_000L + random.nextInt());
            if (random.nextBoolean()) {
                source.put("ts_us", 1_772_355_600_000_000L + random.nextLong(1L << 40));
            }
        }
        if (random.nextInt(4) > 0) {
            long lsn = random.nextInt(1 << 30);
            if (random.nextInt(4) > 0) {
                source.put("lsn", lsn);
            } else {
                source.put("lsn", Long.toString(lsn));
            }
            if (random.nextBoolean()) {
                source.put(
                        "sequence",
                        random.nextBoolean()
                                ? "[null,\"%d\"]".formatted(lsn)
                                : "[\"%d\",\"%d\"]".formatted(lsn - 1, lsn));
            }
        }
        return random.nextInt(4) == 0 ? shuffled(source) : source;
    }

    private String instant() {
        Instant instant = Instant.ofEpochSecond(random.nextLong(4_000_000_000L) - 1_000_000_000L);
        String seconds = instant.toString().substring(0, 19);
        String digits = String.format(Locale.ROOT, "%09d", random.nextInt(1_000_000_000));
        int count = random.nextInt(10);
        String fraction = count == 0 ? "" : "." + digits.substring(0, count);
        String zone = List.of("Z", "", "+02:00", "-05:30").get(random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0 -> seconds.substring(0, 10);
            case 1 -> seconds.substring(0, 10) + "Z";
            case 2 -> seconds.replace('T', ' ') + fraction + zone;
            case 3 -> seconds.substring(0, 16);
            default -> seconds + fraction + zone;
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private String id() {
        String id = "%08x-0000-4000-8000-000000000001".formatted(random.nextInt(40));
        return random.nextInt(8) == 0 ? id.toUpperCase(Locale.ROOT) : id;
    }

    private ObjectNode shuffled(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode shuffled = NaiveDecoder.MAPPER.createObjectNode();
        for (String name : names) {
            shuffled.set(name, object.get(name));
        }
        return shuffled;
    }

    private byte[] write(ObjectNode event) throws JsonProcessingException {
        return switch (random.nextInt(4)) {
            case 0 -> event.toPrettyString().getBytes(StandardCharsets.UTF_8);
            case 1 ->
                    NaiveDecoder.MAPPER
                            .writer()
                            .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                            .writeValueAsBytes(event);
            default -> NaiveDecoder.MAPPER.writeValueAsBytes(event);
        };
    }
}
