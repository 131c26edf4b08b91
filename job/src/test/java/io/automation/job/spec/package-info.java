/**
 * Behaviour as data: spec files, an oracle written from the contract alone, and random histories.
 */
@NullMarked
package io.automation.job.spec;

import org.jspecify.annotations.NullMarked;
