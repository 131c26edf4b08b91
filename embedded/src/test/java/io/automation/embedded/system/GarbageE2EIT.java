package io.automation.embedded.system;

import static io.automation.embedded.system.TestingSystem.PARTITIONS;
import static io.automation.embedded.system.TestingSystem.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automation.connectors.kafka.DeadLetterRecords;
import io.automation.connectors.kafka.Topics;
import io.automation.job.config.AutomationOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One record in a hundred is garbage; a job beside it reads the same records without. */
class GarbageE2EIT {

    private static final int ACCOUNTS = 60;
    private static final int SCORES_OF_EACH = 40;

    /** Every second score of an account is the first below 60. */
    private static final int RUNS = ACCOUNTS * SCORES_OF_EACH / 2;

    private static final int LONGEST_KEPT = 1 << 20;
    private static final Topics CLEAN = new Topics("clean.changes", "clean-out");
    private static final Topics DIRTY = new Topics("dirty.changes", "dirty-out");

    private static TestingSystem system;
    private static JobID job;
    private static final Map<String, Garbage> SENT = new HashMap<>();

    /** A record that is to be rejected, and for which reason. */
    private record Garbage(String reason, byte[] value) {}

    /** A dead letter as it lies in its topic. */
    private record Letter(String reason, String message, byte[] value) {}

    @BeforeAll
    static void runBoth() throws Exception {
        system = TestingSystem.start("garbage", 2);
        system.topics().create(CLEAN);
        system.topics().create(DIRTY);
        produce();
        JobID clean = system.detect(options(CLEAN), null);
        job = system.detect(options(DIRTY), null);
        await().atMost(PATIENCE).until(() -> runs(CLEAN).size() >= RUNS);
        await().atMost(PATIENCE).until(() -> runs(DIRTY).size() >= RUNS);
        await().atMost(PATIENCE).until(() -> letters().size() >= SENT.size());
        // What would come too much has come when the job has been through a checkpoint.
        system.awaitCheckpoint(job);
        system.flink().cancel(clean);
    }

    @AfterAll
    static void end() {
        system.close();
    }

    @Test
    void neverStartsTheJobAgain() {
        assertThat(system.restarts(job)).isZero();
    }

    @Test
    void judgesTheRestAsIfNothingHadBeen() {
        assertThat(runs(DIRTY)).hasSize(RUNS).isEqualTo(runs(CLEAN));
        assertThat(events(DIRTY)).isEqualTo(events(CLEAN));
    }

    @Test
    void makesEachPieceADeadLetterWithItsReasonAndBytes() {
        Map<String, Letter> letters = letters();

        assertThat(letters).hasSameSizeAs(SENT).containsOnlyKeys(SENT.keySet());
        SENT.forEach(
                (place, garbage) -> {
                    Letter letter = letters.get(place);
                    assertThat(letter.reason()).as(letter.message()).isEqualTo(garbage.reason());
                    assertThat(letter.value())
                            .isEqualTo(
                                    Arrays.copyOf(
                                            garbage.value(),
                                            Math.min(garbage.value().length, LONGEST_KEPT)));
                });
    }

    @Test
    void hasNoDeadLetterOfGoodRecords() {
        assertThat(system.topics().read(CLEAN.deadLetters())).isEmpty();
    }

    private static Map<String, String> options(Topics topics) {
        Map<String, String> options = system.detecting();
        options.put(AutomationOptions.CHANGES_TOPIC.key(), topics.changes());
        options.put(AutomationOptions.TOPIC_PREFIX.key(), topics.prefix());
        options.put(AutomationOptions.GROUP_ID_PREFIX.key(), topics.prefix());
        options.put(AutomationOptions.TRANSACTIONAL_ID_PREFIX.key(), topics.prefix());
        return options;
    }

    private static void produce() throws Exception {
        Envelopes envelopes = new Envelopes();
        SplittableRandom random = new SplittableRandom(1);
        long at = Instant.now().toEpochMilli() - 600_000;
        List<byte[]> garbage = new ArrayList<>();
        both(0, envelopes.organization(at));
        both(0, envelopes.template(at));
        both(0, envelopes.workflow(at, "\"{}\""));
        for (int account = 0; account < ACCOUNTS; account++) {
            both(account % PARTITIONS, envelopes.accountRow(account, at));
            both(account % PARTITIONS, envelopes.contact(account, at));
        }
        beat(envelopes, at);
        int row = 0;
        for (int round = 0; round < SCORES_OF_EACH; round++) {
            for (int account = 0; account < ACCOUNTS; account++) {
                at++;
                String score = round % 2 == 0 ? "\"71.25\"" : "\"59.995\"";
                both(account % PARTITIONS, envelopes.score(row++, account, at, score));
                if (row % 100 == 50) {
                    garbage(random.nextInt(PARTITIONS), kind(row / 100, row, at, random));
                }
            }
            beat(envelopes, at);
        }
        system.topics().flush();
    }

    private static void beat(Envelopes envelopes, long at) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            both(partition, envelopes.heartbeat(partition + 1, at));
        }
    }

    private static void both(int partition, byte[] value) {
        system.topics().send(CLEAN.changes(), partition, value);
        system.topics().send(DIRTY.changes(), partition, value);
    }

    private static void garbage(int partition, Garbage garbage) throws Exception {
        var sent = system.topics().send(DIRTY.changes(), partition, garbage.value()).get();
        SENT.put(DIRTY.changes() + "-" + partition + "@" + sent.offset(), garbage);
    }

    /** Each kind in turn; the rows are those of accounts that have good ones too. */
    private static Garbage kind(int number, int row, long at, SplittableRandom random) {
        Envelopes envelopes = new Envelopes();
        String score = new String(envelopes.score(row, 1, at, "\"12\""), StandardCharsets.UTF_8);
        return switch (number % 24) {
            case 0 -> random(random);
            case 1 -> of("too_long", score.replace("\"12\"", "\"" + "1".repeat(10_000_000) + "\""));
            case 2 ->
                    of(
                            "too_deep",
                            score.replace("\"12\"", "[".repeat(10_000) + "]".repeat(10_000)));
            case 3 -> of("bad_number", score.replace("\"12\"", "true"));
            case 4 -> of("bad_number", score.replace("\"12\"", "\"twelve\""));
            case 5 -> of("bad_number", score.replace("\"12\"", "1e999999999"));
            case 6 -> of("bad_number", score.replace("\"12\"", "{\"value\":12}"));
            case 7 -> badUtf8(score);
            case 8 -> of("not_json", score.substring(0, score.length() / 2));
            case 9 -> of("not_json", score + score);
            case 10 -> of("not_json", "[" + score + "]");
            case 11 -> of("not_json", "\"a text\"");
            case 12 -> of("bad_operation", score.replace("\"op\":\"c\"", "\"op\":\"t\""));
            case 13 -> of("bad_operation", score.replace("\"op\":\"c\"", "\"op\":7"));
            case 14 ->
                    of("no_table", score.replace("\"table\":\"health_scores\"", "\"table\":null"));
            case 15 -> of("no_row", score.replaceFirst("\"after\":\\{[^}]*}", "\"after\":[]"));
            case 16 -> of("no_primary_key", score.replaceFirst("\"id\":\"[^\"]*\",", ""));
            case 17 -> of("no_account_id", score.replaceFirst("\"account_id\":\"[^\"]*\",", ""));
            case 18 ->
                    of(
                            "bad_instant",
                            score.replaceFirst(
                                    "\"recorded_at\":\"[^\"]*\"", "\"recorded_at\":\"yesterday\""));
            case 19 ->
                    of("bad_instant", score.replaceFirst("\"ts_us\":\\d+", "\"ts_us\":\"soon\""));
            case 20 -> account(envelopes, at, "\"custom\":\"{not json\"", "bad_json");
            case 21 -> account(envelopes, at, "\"contract_end_date\":\"2026-02-30\"", "bad_date");
            case 22 -> account(envelopes, at, "\"name\":[\"a\"]", "bad_text");
            default -> account(envelopes, at, "\"arr\":\"1,000\"", "bad_number");
        };
    }

    private static Garbage of(String reason, String text) {
        return new Garbage(reason, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Garbage account(Envelopes envelopes, long at, String column, String reason) {
        String row =
                "{\"id\":\"%s\",\"organization_id\":\"%s\",%s}"
                        .formatted(Envelopes.account(1), Envelopes.ORGANIZATION, column);
        return new Garbage(reason, envelopes.change("u", "accounts", at, row));
    }

    /** Bytes of any value, the first of which begins no text. */
    private static Garbage random(SplittableRandom random) {
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xFF;
        return new Garbage("not_utf8", bytes);
    }

    private static Garbage badUtf8(String score) {
        byte[] bytes = score.replace("\"12\"", "\"1?2\"").getBytes(StandardCharsets.UTF_8);
        int at =
                IntStream.range(0, bytes.length)
                        .filter(i -> bytes[i] == '?')
                        .findFirst()
                        .orElseThrow();
        bytes[at] = (byte) 0xC3;
        return new Garbage("not_utf8", bytes);
    }

    /** The records of runs by run id, in no order. */
    private static Map<String, String> runs(Topics topics) {
        Map<String, String> runs = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : system.topics().read(topics.runs())) {
            String value = new String(each.value(), StandardCharsets.UTF_8);
            if (value.contains("\"kind\":\"run\"")) {
                runs.put(new String(each.key(), StandardCharsets.UTF_8), value);
            }
        }
        return runs;
    }

    /** All records of the topic of runs, intents among them, in the order of their text. */
    private static List<String> events(Topics topics) {
        return system.topics().read(topics.runs()).stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }

    /** The dead letters by where their records stood. */
    private static Map<String, Letter> letters() {
        Map<String, Letter> letters = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : system.topics().read(DIRTY.deadLetters())) {
            Letter before =
                    letters.put(
                            header(each, "origin") + "@" + header(each, "line"),
                            new Letter(
                                    header(each, "reason"), header(each, "message"), each.value()));
            assertThat(before).as("a second one of the same record").isNull();
        }
        return letters;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(
                record.headers().lastHeader(DeadLetterRecords.HEADER_PREFIX + name).value(),
                StandardCharsets.UTF_8);
    }
}
