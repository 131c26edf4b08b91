/** When things happen: instants of local times, days and opening hours, as pure functions. */
@NullMarked
package io.automation.udfs.schedule;

import org.jspecify.annotations.NullMarked;
