package io.automation.job.history;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Counts mails, and the most that one address would have got within a week. */
final class MostMailed {

    private static final long WEEK_MILLIS = 7L * 24 * 3_600_000;

    private final Deque<Long> week = new ArrayDeque<>();
    private @Nullable String address;
    private long mails;
    private int most;

    /** Takes the next mail; they come by address, then by time. */
    void add(String toAddress, long at) {
        if (!toAddress.equals(address)) {
            address = toAddress;
            week.clear();
        }
        while (!week.isEmpty() && week.getFirst() <= at - WEEK_MILLIS) {
            week.removeFirst();
        }
        week.addLast(at);
        mails++;
        most = Math.max(most, week.size());
    }

    long mails() {
        return mails;
    }

    /** The most mails to one address within any seven days. */
    int mostInAWeek() {
        return most;
    }
}
