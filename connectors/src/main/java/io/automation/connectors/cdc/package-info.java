/**
 * From Debezium's envelopes to flat changes: one decoder for the live topic and for replayed files.
 */
@NullMarked
package io.automation.connectors.cdc;

import org.jspecify.annotations.NullMarked;
