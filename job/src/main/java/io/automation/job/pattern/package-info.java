/** User-defined patterns (semantics 3.7) on Flink CEP's own automaton; nothing else knows it. */
@NullMarked
package io.automation.job.pattern;

import org.jspecify.annotations.NullMarked;
