/** JSON Schemas of what people write and of what comes out. */
@NullMarked
package io.automation.model.schema;

import org.jspecify.annotations.NullMarked;
