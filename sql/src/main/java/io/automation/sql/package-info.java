/** The database's schema and how a database gets it. */
@NullMarked
package io.automation.sql;

import org.jspecify.annotations.NullMarked;
