/** Texts that people write, YAML or JSON, with the line of everything in them. */
@NullMarked
package io.automation.job.document;

import org.jspecify.annotations.NullMarked;
