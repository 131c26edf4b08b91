/** The demo: every part started in order, customers that change by themselves, and what to see. */
@NullMarked
package io.automation.embedded.demo;

import org.jspecify.annotations.NullMarked;
