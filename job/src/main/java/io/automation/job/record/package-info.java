/** What the job "deliver" writes down: runs, last runs, and the answers to definitions. */
@NullMarked
package io.automation.job.record;

import org.jspecify.annotations.NullMarked;
