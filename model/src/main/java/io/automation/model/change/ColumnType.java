package io.automation.model.change;

/** How a column's value is written in the flat text form of a {@link Change}. */
public enum ColumnType {
    /** The text itself. */
    TEXT,
    /** An id: lower-case text. */
    ID,
    /** An exact decimal in plain notation, scale kept: {@code 59.00}. */
    NUMBER,
    /** Epoch milliseconds as decimal text. */
    INSTANT,
    /** {@code yyyy-MM-dd}. */
    DATE,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** Compact JSON text. */
    JSON
}
