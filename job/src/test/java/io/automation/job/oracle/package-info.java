/** The whole language a second time, written plainly from the contract's words, for tests only. */
@NullMarked
package io.automation.job.oracle;

import org.jspecify.annotations.NullMarked;
