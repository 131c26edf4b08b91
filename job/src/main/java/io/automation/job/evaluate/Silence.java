package io.automation.job.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * What an account left unanswered since it last gave a sign.
 *
 * @param number which silence it is: each ends when it is cleared
 * @param unanswered the engagements' ids, in the order in which they first counted
 * @param since when each of them first counted, in epoch milliseconds
 * @param recorded the workflows that have their record of this silence
 */
public record Silence(
        long number, List<String> unanswered, List<Long> since, List<String> recorded) {

    static final Silence NONE = new Silence(0, List.of(), List.of(), List.of());

    public Silence {
        unanswered = List.copyOf(unanswered);
        since = List.copyOf(since);
        recorded = List.copyOf(recorded);
    }

    Silence with(String id, long at) {
        return new Silence(number, plus(unanswered, id), plus(since, at), recorded);
    }

    Silence without(String id) {
        int i = unanswered.indexOf(id);
        if (i < 0) {
            return this;
        }
        List<String> ids = new ArrayList<>(unanswered);
        List<Long> clocks = new ArrayList<>(since);
        ids.remove(i);
        clocks.remove(i);
        return new Silence(number, ids, clocks, recorded);
    }

    Silence recordedBy(String workflowId) {
        return new Silence(number, unanswered, since, plus(recorded, workflowId));
    }

    Silence cleared() {
        return new Silence(number + 1, List.of(), List.of(), List.of());
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
