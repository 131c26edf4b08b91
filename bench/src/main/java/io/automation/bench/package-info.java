/** Measurements: ratios within one run first, absolutes with the machine's load beside them. */
@NullMarked
package io.automation.bench;

import org.jspecify.annotations.NullMarked;
