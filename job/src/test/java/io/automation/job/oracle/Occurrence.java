package io.automation.job.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One time a trigger came true.
 *
 * @param direction of a score, else empty
 * @param isQuiet whether failing conditions and re_entry leave no record
 */
record Occurrence(String key, ObjectNode data, Origin origin, String direction, Quiet isQuiet) {

    /** What leaves no record. */
    enum Quiet {
        NOTHING,
        CONDITIONS,
        CONDITIONS_AND_RE_ENTRY
    }

    static Occurrence of(String key, ObjectNode data, Origin origin) {
        return new Occurrence(key, data, origin, "", Quiet.NOTHING);
    }

    /** A deadline of the present state. */
    record Due(long at, String account, Workflow workflow, Occurrence occurrence) {}
}
