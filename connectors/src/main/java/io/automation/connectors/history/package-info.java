/** Recorded histories: files of change events, one a line. */
@NullMarked
package io.automation.connectors.history;

import org.jspecify.annotations.NullMarked;
