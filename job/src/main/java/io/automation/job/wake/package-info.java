/** Has the accounts look at what changed for all of them. */
@NullMarked
package io.automation.job.wake;

import org.jspecify.annotations.NullMarked;
