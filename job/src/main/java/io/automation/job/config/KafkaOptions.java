package io.automation.job.config;

import io.automation.connectors.kafka.KafkaClients;
import io.automation.connectors.kafka.Topics;
import java.time.Duration;

/**
 * What both jobs need of Kafka.
 *
 * @param groupIdPrefix what the names of the consumer groups begin with
 * @param exactlyOnce whether runs and intents are written in transactions
 * @param transactionalIdPrefix no other job on the brokers may have the same
 * @param heartbeatPatience how long a start waits for a heartbeat in every partition
 */
public record KafkaOptions(
        KafkaClients clients,
        Topics topics,
        String groupIdPrefix,
        boolean exactlyOnce,
        String transactionalIdPrefix,
        Duration transactionTimeout,
        Duration heartbeatPatience) {}
