package io.automation.job.history;

import io.automation.model.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * What telling a row's first sight takes of the changes of many rows: the places of some, or one
 * snapshot row that is in question.
 *
 * @param bucket which rows: those whose hash falls into it
 * @param places of each change the two halves of its row's hash, then its position and its commit
 *     time; see {@link RowPlaces}
 */
public record RowMark(int bucket, @Nullable Change snapshot, long[] places) {}
