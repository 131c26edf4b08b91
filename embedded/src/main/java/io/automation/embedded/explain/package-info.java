/** Why a workflow did or did not fire. */
@NullMarked
package io.automation.embedded.explain;

import org.jspecify.annotations.NullMarked;
