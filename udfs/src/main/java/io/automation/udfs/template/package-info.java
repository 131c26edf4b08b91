/** Mail templates: a hardened subset of Handlebars, as pure functions. */
@NullMarked
package io.automation.udfs.template;

import org.jspecify.annotations.NullMarked;
