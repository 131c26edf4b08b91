/** Definition files: read, checked, and brought into the tables and back. */
@NullMarked
package io.automation.embedded.definitions;

import org.jspecify.annotations.NullMarked;
