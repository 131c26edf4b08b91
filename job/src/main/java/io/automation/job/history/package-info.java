/**
 * A replay's own stages: a history's files in, sorted files out, and the same evaluation between
 * them as in a live job.
 */
@NullMarked
package io.automation.job.history;

import org.jspecify.annotations.NullMarked;
