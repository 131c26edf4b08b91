/** The jobs' writes against a real PostgreSQL. */
@NullMarked
package io.automation.embedded.ledger;

import org.jspecify.annotations.NullMarked;
