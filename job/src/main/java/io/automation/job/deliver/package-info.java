/** From a committed intent to a mail that was accepted, or a reason why not. */
@NullMarked
package io.automation.job.deliver;

import org.jspecify.annotations.NullMarked;
