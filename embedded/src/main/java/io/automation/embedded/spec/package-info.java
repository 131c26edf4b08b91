/** {@code ./automation spec}: workflows that are tested by what they have to do on a timeline. */
@NullMarked
package io.automation.embedded.spec;

import org.jspecify.annotations.NullMarked;
