/** What a job is configured with: one place that knows every option, checked as a whole. */
@NullMarked
package io.automation.job.config;

import org.jspecify.annotations.NullMarked;
