package io.automation.connectors.cdc;

/** The unit in which a whole number counts from 1970. */
enum Epoch {
    /** A number is no time at all. */
    NONE,
    DAYS,
    MILLIS,
    MICROS,
    NANOS;

    /** Epoch milliseconds, cut downwards, or {@link Times#INVALID}. */
    long millis(long value) {
        long millis =
                switch (this) {
                    case NONE -> Times.INVALID;
                    case DAYS ->
                            value < -Times.MAX_DAY || value > Times.MAX_DAY
                                    ? Times.INVALID
                                    : value * Times.DAY;
                    case MILLIS -> value;
                    case MICROS -> Math.floorDiv(value, 1_000L);
                    case NANOS -> Math.floorDiv(value, 1_000_000L);
                };
        return Times.inRange(millis) ? millis : Times.INVALID;
    }
}
