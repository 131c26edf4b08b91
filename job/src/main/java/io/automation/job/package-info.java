/** The two jobs: what they read, decide and do, in the order records travel. */
@NullMarked
package io.automation.job;

import org.jspecify.annotations.NullMarked;
