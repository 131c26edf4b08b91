package io.automation.connectors.kafka;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How Kafka's clients reach the brokers.
 *
 * @param properties of Kafka's clients; they win over the job's. A value may name an environment
 *     variable, {@code ${env:NAME}}: the client itself reads it, so it is never printed
 */
public record KafkaClients(String bootstrapServers, Map<String, String> properties)
        implements Serializable {

    /** The largest record; the topics' {@code max.message.bytes} has to be as large. */
    public static final int MAX_RECORD_BYTES = 16 << 20;

    public KafkaClients {
        properties = Map.copyOf(properties);
    }

    /**
     * A consumer that sees committed records only, large ones too, and as soon as they are there.
     */
    Properties consumer() {
        Map<String, String> consumer = new TreeMap<>();
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(4 * MAX_RECORD_BYTES));
        consumer.put(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Integer.toString(MAX_RECORD_BYTES));
        return with(consumer);
    }

    /** A producer that sends at once. */
    Properties producer() {
        Map<String, String> producer = new TreeMap<>();
        producer.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_RECORD_BYTES));
        producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(4 * MAX_RECORD_BYTES));
        return with(producer);
    }

    /** What every client needs. */
    Properties common() {
        return with(new TreeMap<>());
    }

    private Properties with(Map<String, String> client) {
        if (properties.values().stream().anyMatch(value -> value.contains("${env:"))) {
            client.put("config.providers", "env");
            client.put(
                    "config.providers.env.class",
                    "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        }
        client.putAll(properties);
        client.put("bootstrap.servers", bootstrapServers);
        Properties all = new Properties();
        all.putAll(client);
        return all;
    }

    @Override
    public String toString() {
        return "KafkaClients[" + bootstrapServers + "]";
    }
}
