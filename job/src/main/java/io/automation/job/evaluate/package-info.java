@NullMarked
package io.automation.job.evaluate;

import org.jspecify.annotations.NullMarked;
