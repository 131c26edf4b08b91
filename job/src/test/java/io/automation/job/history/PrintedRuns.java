package io.automation.job.history;

import io.automation.model.run.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Runs as a replay prints them. */
public final class PrintedRuns {

    private PrintedRuns() {}

    /** The lines of {@code runs.jsonl}. */
    public static List<String> of(Collection<Run> runs) {
        List<OutputLine> lines = new ArrayList<>();
        runs.forEach(run -> OutputLines.ofRun(run, lines::add));
        return lines.stream()
                .filter(line -> line.section() == OutputSection.RUNS)
                .sorted(OutputLine.ORDER)
                .map(OutputLine::textAsString)
                .toList();
    }
}
