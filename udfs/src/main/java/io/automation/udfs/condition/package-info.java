@NullMarked
package io.automation.udfs.condition;

import org.jspecify.annotations.NullMarked;
