/**
 * Kafka: the sources and sinks of both jobs, what their records look like, and nothing of Flink's
 * graph.
 */
@NullMarked
package io.automation.connectors.kafka;

import org.jspecify.annotations.NullMarked;
