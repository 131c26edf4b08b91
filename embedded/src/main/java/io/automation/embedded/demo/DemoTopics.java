package io.automation.embedded.demo;

import io.automation.connectors.kafka.Topics;
import io.automation.embedded.parts.DebeziumConnect;
import io.automation.embedded.parts.KafkaBroker;
import java.util.Map;

/** The topics of the demo. A demo that rests for a month must go on: none forgets by time. */
final class DemoTopics {

    static final Topics NAMES = new Topics(DebeziumConnect.TOPIC, "automation-out");

    private static final Map<String, String> CONFIGURATION =
            Map.of(
                    "max.message.bytes", "16777216",
                    "retention.ms", "-1",
                    "retention.bytes", "536870912",
                    "segment.bytes", "67108864");

    private DemoTopics() {}

    static void create(KafkaBroker broker, int partitions) {
        broker.createTopic(NAMES.changes(), partitions, CONFIGURATION);
        broker.createTopic(NAMES.runs(), partitions, CONFIGURATION);
        broker.createTopic(NAMES.definitions(), 1, CONFIGURATION);
        broker.createTopic(NAMES.decisions(), 1, CONFIGURATION);
        broker.createTopic(NAMES.deadLetters(), 1, CONFIGURATION);
    }

    static TopicCounter deadLetters(KafkaBroker broker) {
        return new TopicCounter(broker.admin(), NAMES.deadLetters());
    }
}
