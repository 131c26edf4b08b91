/** Mail over SMTP, with an exact word on what became of each. */
@NullMarked
package io.automation.connectors.mail;

import org.jspecify.annotations.NullMarked;
