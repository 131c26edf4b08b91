package io.automation.embedded.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.Message;
import org.apache.kafka.connect.util.FutureCallback;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's PostgreSQL connector in a distributed Kafka Connect worker, configured by the
 * product's own {@value #CONNECTOR}.
 */
public final class DebeziumConnect implements AutoCloseable {

    /** The topic of all captured changes. */
    public static final String TOPIC = "automation.changes";

    private static final String PART = "Debezium";
    private static final String CONNECTOR = "/connector/automation-postgres.json";
    private static final String NAME = "automation";
    private static final String HEARTBEATS = "__debezium-heartbeat." + NAME;
    private static final String CONFIGURATIONS = "automation-connect-configs";
    private static final String STATUSES = "automation-connect-status";
    private static final String OFFSETS = "automation-connect-offsets";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final Connect<DistributedHerder> connect;
    private final Map<String, String> connector;
    private final int port;

    private DebeziumConnect(
            Connect<DistributedHerder> connect, Map<String, String> connector, int port) {
        this.connect = connect;
        this.connector = connector;
        this.port = port;
    }

    /**
     * Starts the capture of a database; the topic {@link #TOPIC} must be there.
     *
     * @param overrides settings of the connector that differ from the product's
     */
    public static DebeziumConnect start(
            PostgresServer postgres,
            String database,
            KafkaBroker kafka,
            Map<String, String> overrides) {
        Map<String, String> connector =
                configuration(
                        Map.of(
                                "AUTOMATION_DATABASE_HOST",
                                "127.0.0.1",
                                "AUTOMATION_DATABASE_PORT",
                                Integer.toString(postgres.port()),
                                "AUTOMATION_DATABASE_NAME",
                                database,
                                "AUTOMATION_DATABASE_USER",
                                PostgresServer.CDC,
                                "AUTOMATION_DATABASE_PASSWORD",
                                ""));
        connector.putAll(overrides);
        // Debezium's own beats are of no use here, yet it insists on a place for them.
        kafka.createTopic(HEARTBEATS, 1, Map.of("retention.ms", "600000"));
        // The worker would begin with the last start's configuration, whose ports may be gone;
        // where
        // the capture stood lies in the third topic and stays.
        kafka.deleteTopics(Set.of(CONFIGURATIONS, STATUSES));
        int port = FreePorts.any();
        DebeziumConnect started =
                new DebeziumConnect(
                        new ConnectDistributed().startConnect(worker(kafka, port)),
                        connector,
                        port);
        try {
            started.put();
            return started;
        } catch (RuntimeException failed) {
            started.close();
            throw failed;
        }
    }

    /** The connector's configuration as the product ships it, its variables filled in. */
    static Map<String, String> configuration(Map<String, String> variables) {
        try (InputStream stream = DebeziumConnect.class.getResourceAsStream(CONNECTOR)) {
            JsonNode config =
                    new ObjectMapper().readTree(Objects.requireNonNull(stream)).get("config");
            Map<String, String> configuration = new HashMap<>();
            configuration.put("name", NAME);
            config.properties()
                    .forEach(
                            entry -> {
                                String value = entry.getValue().asText();
                                String variable = value.replaceAll("^\\$\\{env:(\\w+)}$", "$1");
                                configuration.put(
                                        entry.getKey(), variables.getOrDefault(variable, value));
                            });
            return configuration;
        } catch (IOException failed) {
            throw new PartException(PART, "has no readable " + CONNECTOR, failed);
        }
    }

    /** The port of Kafka Connect's REST interface. */
    public int port() {
        return port;
    }

    /** Waits until the connector and its task run. */
    public void awaitRunning() {
        await(
                "start",
                () -> {
                    ConnectorStateInfo status = status();
                    if (status == null || status.tasks().isEmpty()) {
                        return null;
                    }
                    ConnectorStateInfo.TaskState task = status.tasks().get(0);
                    if (task.state().equals("FAILED")) {
                        throw new PartException(PART, "failed: " + firstLine(task.trace()));
                    }
                    return task.state().equals("RUNNING") ? task : null;
                });
    }

    /**
     * Waits until the rows that were there are captured; returns how many, none where a capture
     * goes on from where it was.
     */
    public long awaitSnapshot() {
        return await(
                "finish its snapshot",
                () -> {
                    try {
                        if (isTrue("SnapshotSkipped")) {
                            return 0L;
                        }
                        return isTrue("SnapshotCompleted") ? rows() : null;
                    } catch (JMException notYet) {
                        return null;
                    }
                });
    }

    /**
     * Forgets where the capture stood and captures everything again, as a new connector does;
     * returns how many rows.
     */
    public long restartConnectorWithNewSnapshot() {
        Herder herder = connect.herder();
        FutureCallback<Void> stopped = new FutureCallback<>();
        herder.stopConnector(NAME, stopped);
        get(stopped);
        await("stop", () -> hasStopped() ? true : null);
        FutureCallback<Message> reset = new FutureCallback<>();
        herder.resetConnectorOffsets(NAME, reset);
        get(reset);
        herder.resumeConnector(NAME);
        awaitRunning();
        return awaitSnapshot();
    }

    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }

    private void put() {
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        connect.herder().putConnectorConfig(NAME, connector, true, created);
        get(created);
    }

    private @Nullable ConnectorStateInfo status() {
        try {
            return connect.herder().connectorStatus(NAME);
        } catch (NotFoundException notYet) {
            return null;
        }
    }

    private boolean hasStopped() {
        ConnectorStateInfo status = status();
        return status != null
                && status.connector().state().equals("STOPPED")
                && status.tasks().isEmpty();
    }

    private static String firstLine(@Nullable String trace) {
        return trace == null ? "no reason given" : trace.lines().findFirst().orElse("");
    }

    private static boolean isTrue(String attribute) throws JMException {
        return Boolean.TRUE.equals(snapshot(attribute));
    }

    private static long rows() throws JMException {
        long rows = 0;
        for (Object table : ((TabularData) snapshot("RowsScanned")).values()) {
            rows += (Long) ((CompositeData) table).get("value");
        }
        return rows;
    }

    private static Object snapshot(String attribute) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        return beans.getAttribute(snapshotMetrics(), attribute);
    }

    private static ObjectName snapshotMetrics() throws MalformedObjectNameException {
        return new ObjectName(
                "debezium.postgres:type=connector-metrics,context=snapshot,server=" + NAME);
    }

    private static <T> T await(String what, Supplier<@Nullable T> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            T found = condition.get();
            if (found != null) {
                return found;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new PartException(PART, "was interrupted", interrupted);
            }
        }
        throw new PartException(
                PART, "did not %s within %d s".formatted(what, PATIENCE.toSeconds()));
    }

    private static <T> T get(FutureCallback<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new PartException(PART, "refused: " + failed.getCause(), failed);
        } catch (TimeoutException failed) {
            throw new PartException(PART, "did not answer in time", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartException(PART, "was interrupted", interrupted);
        }
    }

    private static Map<String, String> worker(KafkaBroker kafka, int port) {
        Map<String, String> worker = new HashMap<>();
        worker.put("bootstrap.servers", kafka.bootstrapServers());
        // A new group for each start: a worker that was killed would be waited for.
        worker.put("group.id", "automation-connect-" + ProcessHandle.current().pid() + "-" + port);
        worker.put("listeners", "http://127.0.0.1:" + port);
        worker.put("config.storage.topic", CONFIGURATIONS);
        worker.put("config.storage.replication.factor", "1");
        worker.put("offset.storage.topic", OFFSETS);
        worker.put("offset.storage.replication.factor", "1");
        worker.put("offset.storage.partitions", "1");
        worker.put("status.storage.topic", STATUSES);
        worker.put("status.storage.replication.factor", "1");
        worker.put("status.storage.partitions", "1");
        worker.put("offset.flush.interval.ms", "1000");
        worker.put("scheduled.rebalance.max.delay.ms", "0");
        worker.put("plugin.discovery", "service_load");
        worker.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        return worker;
    }
}
