package io.automation.connectors.history;

import java.nio.file.Path;

/**
 * One file of a history.
 *
 * @param path where it is
 * @param name its path below the input, with {@code /} between the parts
 * @param size its length in bytes, compressed where it is
 */
public record HistoryFile(Path path, String name, long size) {}
