@NullMarked
package io.automation.model.change;

import org.jspecify.annotations.NullMarked;
