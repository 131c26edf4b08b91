package io.automation.connectors.cdc;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a decoder cannot learn from a record.
 *
 * @param timePrecision how whole numbers in time columns count where no schema says it
 * @param keepTies whether a change without position carries its event's JSON, which orders a replay
 */
public record DecoderOptions(TimePrecision timePrecision, boolean keepTies)
        implements Serializable {

    public DecoderOptions {
        Objects.requireNonNull(timePrecision);
    }
}
