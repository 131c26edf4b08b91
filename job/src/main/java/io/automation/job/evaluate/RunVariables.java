package io.automation.job.evaluate;

import io.automation.udfs.condition.Variables;
import java.util.Map;

/** The variables that a run's conditions and templates see at one instant (semantics 5). */
interface RunVariables extends Variables {

    /** All of them as nested maps, for a template; a copy that may be added to. */
    Map<String, Object> toMap();
}
