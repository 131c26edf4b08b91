@NullMarked
package io.automation.model.run;

import org.jspecify.annotations.NullMarked;
