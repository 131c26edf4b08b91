package io.automation.model.change;

/**
 * One column of a table's projection; its place in {@link Table#columns()} is its index in a row.
 */
public record Column(String name, ColumnType type) {}
