/** What each trigger means, as pure functions: no clock, no I/O, no Flink. */
@NullMarked
package io.automation.udfs.trigger;

import org.jspecify.annotations.NullMarked;
