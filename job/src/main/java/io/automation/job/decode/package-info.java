@NullMarked
package io.automation.job.decode;

import org.jspecify.annotations.NullMarked;
