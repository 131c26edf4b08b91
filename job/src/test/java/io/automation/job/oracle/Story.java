package io.automation.job.oracle;

import java.util.List;

/** Lines in no order, some of them twice, and how they are to be replayed. */
public record Story(List<String> lines, Asked asked) {

    public Story {
        lines = List.copyOf(lines);
    }
}
