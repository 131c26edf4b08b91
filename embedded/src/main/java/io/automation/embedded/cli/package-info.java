/** The command line: {@code ./automation COMMAND}. */
@NullMarked
package io.automation.embedded.cli;

import org.jspecify.annotations.NullMarked;
