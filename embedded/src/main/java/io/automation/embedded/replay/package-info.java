/** {@code ./automation replay}: recorded histories, judged again with every effect off. */
@NullMarked
package io.automation.embedded.replay;

import org.jspecify.annotations.NullMarked;
