/**
 * The parts of the cluster in one process, each a small closeable: database, broker, capture, mail
 * catcher, Flink. The demo and every end-to-end test are built of them.
 */
@NullMarked
package io.automation.embedded.parts;

import org.jspecify.annotations.NullMarked;
