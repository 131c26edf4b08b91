package io.automation.connectors.cdc;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;

/** Tells the clock's beats from everything else. */
public final class Heartbeats {

    private Heartbeats() {}

    /**
     * Whether the change carries time in a live job. A snapshot's heartbeat row does not: a
     * snapshot comes table by table, most of its facts after that row.
     */
    public static boolean isBeat(Change change) {
        return change.table() == Table.AUTOMATION_HEARTBEAT
                && change.operation() == Operation.UPDATE;
    }
}
