/** Commands that answer cases: one JSON object in, one out, judged by the live code. */
@NullMarked
package io.automation.embedded.cases;

import org.jspecify.annotations.NullMarked;
