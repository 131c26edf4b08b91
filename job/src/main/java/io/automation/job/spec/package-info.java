/** Behaviour as data: what a workflow has to do on a timeline, read from files and checked. */
@NullMarked
package io.automation.job.spec;

import org.jspecify.annotations.NullMarked;
