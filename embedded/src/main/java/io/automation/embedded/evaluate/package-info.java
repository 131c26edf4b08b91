/** {@code ./automation evaluate}: judges conditions for given data. */
@NullMarked
package io.automation.embedded.evaluate;

import org.jspecify.annotations.NullMarked;
