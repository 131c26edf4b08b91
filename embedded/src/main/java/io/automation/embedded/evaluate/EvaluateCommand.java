package io.automation.embedded.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Cases;
import io.automation.embedded.cli.Terminal;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Judges conditions or a CEL expression for given data, as a workflow would. */
@Command(
        name = "evaluate",
        description = {
            "Judge conditions for given data: a case is {id, condition | cel, data, now?},",
            "its answer {id, result, reason} or {id, refused}."
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
        return cases.answer(terminal, EvaluateCommand::answer, EvaluateCommand::forPeople);
    }

    private static ObjectNode answer(ObjectNode asked) {
        EvaluateCase read = EvaluateCase.read(asked, Clock.systemUTC());
        if (!read.problems().isEmpty()) {
            return Cases.refused(asked.get("id"), read.problems());
        }
        var reason = read.judge();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("id", asked.get("id"));
        answer.put("result", reason == null);
        answer.put("reason", reason == null ? null : reason.code());
        return answer;
    }

    private static String forPeople(ObjectNode answer) {
        StringBuilder text = new StringBuilder(answer.path("id").asText()).append(": ");
        if (answer.has("result")) {
            text.append(answer.get("result").asText());
            if (!answer.get("reason").isNull()) {
                text.append(", ").append(answer.get("reason").asText());
            }
            return text.toString();
        }
        text.append("refused");
        for (JsonNode problem : answer.get("refused")) {
            text.append("\n  ")
                    .append(problem.get("pointer").asText())
                    .append("  ")
                    .append(problem.get("message").asText());
        }
        return text.toString();
    }
}
