package io.automation.embedded.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import io.automation.model.run.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Judges conditions or a CEL expression for given data, as a workflow would. */
@Command(
        name = "evaluate",
        description = {
            "Judge conditions for given data: a case is {id, condition | cel, data, now?},",
            "its answer {id, result, reason} or {id, refused}.",
            "The exit code is 1 if one is refused."
        },
        sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private Cases cases = new Cases();

    public EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return cases.answer(terminal, EvaluateCommand::answer);
    }

    private static CaseAnswer answer(ObjectNode asked) {
        EvaluateCase read = EvaluateCase.read(asked, Clock.systemUTC());
        return read.problems().isEmpty() ? new Judged(read.judge()) : new Refusal(read.problems());
    }

    /** What conditions came to: the reason why they do not hold, null if they do. */
    private record Judged(@Nullable Reason reason) implements CaseAnswer {

        @Override
        public void writeTo(ObjectNode json) {
            json.put("result", reason == null);
            json.put("reason", reason == null ? null : reason.code());
        }

        @Override
        public String text() {
            return reason == null ? "true" : "false, " + reason.code();
        }
    }
}
