package io.automation.connectors.cdc;

/** Debezium's {@code time.precision.mode}: what a whole number means in a column of instants. */
public enum TimePrecision {
    /** Times are text, a number is none. */
    ISOSTRING(Epoch.NONE),
    /** By the column's precision, six digits by default. */
    ADAPTIVE(Epoch.MICROS),
    ADAPTIVE_TIME_MICROSECONDS(Epoch.MICROS),
    /** Kafka Connect's own types. */
    CONNECT(Epoch.MILLIS),
    MICROSECONDS(Epoch.MICROS),
    NANOSECONDS(Epoch.NANOS);

    private final Epoch instants;

    TimePrecision(Epoch instants) {
        this.instants = instants;
    }

    Epoch instants() {
        return instants;
    }

    /** Dates are whole days in every mode but {@link #ISOSTRING}. */
    Epoch dates() {
        return this == ISOSTRING ? Epoch.NONE : Epoch.DAYS;
    }
}
