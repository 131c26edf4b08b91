@NullMarked
package io.automation.model.workflow;

import org.jspecify.annotations.NullMarked;
