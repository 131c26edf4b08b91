package io.automation.embedded.cases;

import io.automation.embedded.cli.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says when schedules go off. */
@Command(
        name = "next-firings",
        description = {
            "Say when a scheduled trigger goes off. A case is",
            "{\"id\": …, \"trigger_config\": {…}, \"timezone\": \"Europe/Berlin\",",
            " \"from\": \"2026-03-01T00:00:00Z\", \"until\": … or \"count\": 5},",
            "its answer {id, instants} or {id, refused}.",
            "The exit code is 1 if one is refused."
        },
        sortOptions = false)
public final class NextFiringsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private Cases cases = new Cases();

    public NextFiringsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return cases.answer(terminal, NextFirings::of);
    }
}
