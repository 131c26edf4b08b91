/** The whole system on real parts, up to a process that is killed. */
@NullMarked
package io.automation.embedded.system;

import org.jspecify.annotations.NullMarked;
