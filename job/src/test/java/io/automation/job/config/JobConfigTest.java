package io.automation.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.automation.connectors.cdc.TimePrecision;
import io.automation.connectors.mail.MailConfig;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.Watch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {

    private static final Map<String, String> LEAST =
            Map.of(
                    "automation.kafka.bootstrap-servers", "broker:9092",
                    "automation.jdbc.url", "jdbc:postgresql://db/automation",
                    "automation.smtp.host", "mail",
                    "automation.smtp.from", "automation@example.com");

    @TempDir private Path directory;

    @Test
    void hasDefaultsForEverythingButPlaces() throws ConfigException {
        JobConfig config = JobConfig.of(LEAST);

        assertThat(config.jobs()).isEqualTo(Jobs.BOTH);
        assertThat(config.kafka().exactlyOnce()).isTrue();
        assertThat(config.kafka().topics().runs()).isEqualTo("automation-out.runs");
        assertThat(config.kafka().transactionTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.evaluation()).isEqualTo(EvaluateOptions.LIVE);
        assertThat(config.decoder().timePrecision()).isEqualTo(TimePrecision.ISOSTRING);
        DeliverOptions deliver = Objects.requireNonNull(config.deliver());
        assertThat(deliver.mail().security()).isEqualTo(MailConfig.Security.STARTTLS);
        assertThat(deliver.inFlight()).isEqualTo(16);
    }

    @Test
    void readsEveryOption() throws ConfigException {
        Map<String, String> values = new HashMap<>(LEAST);
        values.put("automation.job.run", "deliver");
        values.put("automation.delivery.guarantee", "at-least-once");
        values.put("automation.delivery.lease", "90 s");
        values.put("automation.smtp.security", "none");
        values.put("automation.smtp.accept-timeout", "20 s");
        values.put("automation.clock.max-event-age", "7 d");
        values.put("automation.replay.effects-from", "2026-03-01T09:00:00Z");
        values.put("automation.decisions.accounts", "A1, b2,");
        values.put("automation.decisions.sample", "0.25");
        values.put("automation.cdc.time-precision", "adaptive_time_microseconds");
        values.put("automation.state.backend", "rocksdb");
        values.put("automation.kafka.client.security.protocol", "SASL_SSL");
        values.put("state.backend.type", "hashmap");

        JobConfig config = JobConfig.of(values);

        assertThat(config.jobs()).isEqualTo(Jobs.DELIVER);
        assertThat(config.kafka().exactlyOnce()).isFalse();
        assertThat(Objects.requireNonNull(config.deliver()).lease())
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(config.evaluation().effectsFrom()).isEqualTo(1_772_355_600_000L);
        assertThat(config.evaluation().maxEventAgeMillis())
                .isEqualTo(Duration.ofDays(7).toMillis());
        assertThat(config.evaluation().watch())
                .isEqualTo(new Watch(Set.of(), Set.of("a1", "b2"), 0.25));
        assertThat(config.decoder().timePrecision())
                .isEqualTo(TimePrecision.ADAPTIVE_TIME_MICROSECONDS);
        assertThat(config.checkpoints().rocksDb()).isTrue();
        assertThat(config.kafka().clients().properties())
                .containsExactly(Map.entry("security.protocol", "SASL_SSL"));
        assertThat(config.flink()).containsExactly(Map.entry("state.backend.type", "hashmap"));
    }

    @Test
    void needsNeitherDatabaseNorMailServerToDetect() throws ConfigException {
        JobConfig config =
                JobConfig.of(
                        Map.of(
                                "automation.kafka.bootstrap-servers", "broker:9092",
                                "automation.job.run", "detect"));

        assertThat(config.deliver()).isNull();
    }

    @Test
    void prefersArgumentsToTheEnvironmentAndThatToTheFile() throws Exception {
        Path file = directory.resolve("automation.yaml");
        Files.writeString(
                file,
                """
                automation:
                  job.parallelism: 2
                  kafka:
                    bootstrap-servers: [a:1, b:2]
                    topic-prefix: file
                    group-id-prefix: file
                    transactional-id-prefix: file
                automation.jdbc.url: jdbc:postgresql://db/automation
                automation.smtp: {host: mail, from: a@example.com}
                execution.checkpointing.unaligned.enabled: true
                """);

        JobConfig config =
                JobConfig.load(
                        new String[] {
                            "--config",
                            file.toString(),
                            "--from-now",
                            "--automation.kafka.transactional-id-prefix=argument",
                            "--job",
                            "both"
                        },
                        Map.of(
                                "AUTOMATION_KAFKA_GROUP_ID_PREFIX", "environment",
                                "AUTOMATION_KAFKA_TRANSACTIONAL_ID_PREFIX", "environment",
                                "AUTOMATION_SOMETHING_ELSE", "not ours"));

        assertThat(config.kafka().clients().bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(config.kafka().topics().prefix()).isEqualTo("file");
        assertThat(config.kafka().groupIdPrefix()).isEqualTo("environment");
        assertThat(config.kafka().transactionalIdPrefix()).isEqualTo("argument");
        assertThat(config.parallelism()).isEqualTo(2);
        assertThat(config.fromNow()).isTrue();
        assertThat(config.flink())
                .containsExactly(Map.entry("execution.checkpointing.unaligned.enabled", "true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "automation.kafka.bootstrap-server; x; did you mean automation.kafka.bootstrap-servers?",
                "automation.clock.max_event_age; 1 h; did you mean automation.clock.max-event-age?",
                "automation.clock.max-event-age; 8 d; not between 1 ms and 7 d",
                "automation.clock.max-event-age; soon; automation.clock.max-event-age: ",
                "automation.state.retention; 91 d; not between 1 ms and 90 d",
                "automation.cdc.epoch; 128; not between 0 and 127",
                "automation.cdc.epoch; -1; not between 0 and 127",
                "automation.cdc.time-precision; guess; automation.cdc.time-precision: ",
                "automation.job.parallelism; 721; not between 1 and 720",
                "automation.job.run; all; automation.job.run: ",
                "automation.replay.effects-from; today; no instant",
                "automation.jdbc.url; jdbc:mysql://db; write jdbc:postgresql://",
                "automation.jdbc.url; jdbc:postgresql://db/a?password=x; does not belong here",
                "automation.jdbc.password; hunter2; write ${env:NAME} or ${file:/path}",
                "automation.smtp.password; hunter2; write ${env:NAME} or ${file:/path}",
                "automation.smtp.user; me; user and password belong together",
                "automation.smtp.from; Me <me@example.com>; automation.smtp.from: ",
                "automation.smtp.port; 0; not between 1 and 65535",
                "automation.delivery.lease; 11 min; taken for lost while it is under way",
                "automation.delivery.guarantee; maybe; automation.delivery.guarantee: ",
                "automation.kafka.transaction-timeout; 1 s; every transaction would be dropped"
            })
    void refusesWhatCannotBe(String key, String value, String problem) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.put(key, value);

        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> JobConfig.of(values));

        assertThat(refused.problems()).hasSize(1).first().asString().contains(problem);
        assertThat(refused.getMessage()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "detect; an argument is --key value",
                "--form-now; no argument",
                "--config; the value is missing",
                "--automation.jdbc.user; the value is missing"
            })
    void refusesArgumentsItDoesNotKnow(String argument, String problem) {
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> JobConfig.load(new String[] {argument}, Map.of()));

        assertThat(refused.getMessage()).contains(problem);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                JobConfig.of(
                                        Map.of("automation.smtp.port", "x", "automation.a", "")));

        assertThat(refused.problems())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("automation.a: no option"))
                .anyMatch(line -> line.startsWith("automation.smtp.port: "))
                .contains(
                        "automation.kafka.bootstrap-servers: is missing",
                        "automation.jdbc.url: is missing",
                        "automation.smtp.host: is missing",
                        "automation.smtp.from: is missing");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        String missing = directory.resolve("none.yaml").toString();

        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> JobConfig.load(new String[] {"--config", missing}, Map.of()));

        assertThat(refused.problems()).anyMatch(line -> line.contains("cannot be read"));
    }

    @Test
    void readsSecretsLateAndNeverPrintsOrKeepsThem() throws Exception {
        Path file = write("hunter2");
        Map<String, String> values = new HashMap<>(LEAST);
        values.put("automation.jdbc.password", "${file:" + file + "}");

        JobConfig config = JobConfig.of(values);

        DeliverOptions deliver = Objects.requireNonNull(config.deliver());
        Secret secret = Objects.requireNonNull(deliver.database().password());
        assertThat(secret.resolve()).isEqualTo("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(serialized(deliver)).doesNotContain("hunter2");
    }

    private Path write(String... lines) throws IOException {
        return Files.write(directory.resolve("file"), List.of(lines));
    }

    private static String serialized(DeliverOptions options) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(options);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
