/** What the jobs write to PostgreSQL: idempotent, and a status only moves forward. */
@NullMarked
package io.automation.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
