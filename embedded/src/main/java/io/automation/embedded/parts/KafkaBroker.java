package io.automation.embedded.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker that is its own controller (KRaft), with its data kept in a folder. */
public final class KafkaBroker implements AutoCloseable {

    private static final String PART = "Kafka";
    private static final int NODE = 1;
    private static final int START_SECONDS = 60;

    /** A record of 10 MB must pass, so that it becomes a dead letter and not a stuck capture. */
    private static final int LARGEST_RECORD = 16 << 20;

    /**
     * Kafka drops a transaction that outlives this, and with it decisions of a job that was down.
     */
    private static final long LONGEST_TRANSACTION = TimeUnit.HOURS.toMillis(24);

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final int port;

    private KafkaBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
        this.bootstrapServers = "127.0.0.1:" + port;
    }

    /** Starts a broker on a free port. */
    public static KafkaBroker start(Path directory) {
        return start(directory, FreePorts.any());
    }

    /** Starts a broker whose data lie in a folder; a kept folder may open on another port. */
    public static KafkaBroker start(Path directory, int port) {
        int controllerPort = FreePorts.any();
        Path data = directory.toAbsolutePath().normalize().resolve("data");
        try {
            Files.createDirectories(data);
            format(data);
            KafkaRaftServer server =
                    new KafkaRaftServer(
                            new KafkaConfig(configuration(data, port, controllerPort), false),
                            Time.SYSTEM);
            KafkaBroker broker = new KafkaBroker(server, port);
            try {
                server.startup();
                broker.awaitReady();
                return broker;
            } catch (Exception failed) {
                // Half of it may run, and hold the folder.
                broker.close();
                throw failed;
            }
        } catch (PartException failed) {
            throw failed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartException(PART, "was interrupted while starting", interrupted);
        } catch (Exception failed) {
            // Kafka's Scala code throws checked exceptions without saying so.
            throw new PartException(PART, "did not start in " + data + ": " + failed, failed);
        }
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** An admin client; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Creates a topic, unless it is there. */
    public void createTopic(String name, int partitions, Map<String, String> configuration) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
        try (Admin admin = admin()) {
            await(
                    "create the topic " + name,
                    TopicExistsException.class,
                    admin.createTopics(Set.of(topic)).all());
        }
    }

    /** Deletes those of the topics that are there. */
    public void deleteTopics(Set<String> names) {
        try (Admin admin = admin()) {
            admin.deleteTopics(names)
                    .topicNameValues()
                    .forEach(
                            (name, deleted) ->
                                    await(
                                            "delete the topic " + name,
                                            UnknownTopicOrPartitionException.class,
                                            deleted));
        }
    }

    private static void await(
            String what, Class<? extends ApiException> harmless, KafkaFuture<Void> answer) {
        try {
            answer.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (!harmless.isInstance(failed.getCause())) {
                throw new PartException(PART, "did not " + what + ": " + failed, failed);
            }
        } catch (TimeoutException failed) {
            throw new PartException(PART, "did not " + what + " in time", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartException(PART, "was interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private void awaitReady() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .addDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Properties configuration(Path data, int port, int controllerPort)
            throws IOException {
        Properties properties = new Properties();
        properties.putAll(
                Map.of(
                        "process.roles",
                        "broker,controller",
                        "node.id",
                        Integer.toString(NODE),
                        "controller.quorum.voters",
                        NODE + "@127.0.0.1:" + controllerPort,
                        "controller.listener.names",
                        "CONTROLLER",
                        "listeners",
                        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(port, controllerPort),
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:" + port,
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs",
                        data.toString(),
                        "auto.create.topics.enable",
                        "false"));
        properties.putAll(
                Map.of(
                        "offsets.topic.replication.factor", "1",
                        "offsets.topic.num.partitions", "1",
                        "transaction.state.log.replication.factor", "1",
                        "transaction.state.log.num.partitions", "1",
                        "transaction.state.log.min.isr", "1",
                        "share.coordinator.state.topic.replication.factor", "1",
                        "share.coordinator.state.topic.min.isr", "1",
                        "group.initial.rebalance.delay.ms", "0"));
        properties.putAll(
                Map.of(
                        "message.max.bytes",
                        Integer.toString(LARGEST_RECORD),
                        "replica.fetch.max.bytes",
                        Integer.toString(LARGEST_RECORD),
                        "transaction.max.timeout.ms",
                        Long.toString(LONGEST_TRANSACTION),
                        // After a kill the controller waits so long for the broker that was.
                        "broker.session.timeout.ms",
                        "4000",
                        "broker.heartbeat.interval.ms",
                        "500",
                        "log.cleaner.dedupe.buffer.size",
                        "4194304"));
        return properties;
    }
}
