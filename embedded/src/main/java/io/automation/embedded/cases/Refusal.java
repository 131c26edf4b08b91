package io.automation.embedded.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Problem.Level;
import java.util.List;
import java.util.stream.Collectors;

/** A case that cannot be judged, with everything that is wrong with it. */
record Refusal(List<Problem> problems) implements CaseAnswer {

    Refusal {
        problems = List.copyOf(problems);
    }

    /** A refusal for one reason. */
    static Refusal of(String code, String pointer, String message) {
        return new Refusal(List.of(new Problem(code, pointer, Level.ERROR, message)));
    }

    @Override
    public void writeTo(ObjectNode json) {
        ArrayNode refused = json.putArray("refused");
        for (Problem problem : problems) {
            refused.addObject()
                    .put("code", problem.code())
                    .put("pointer", problem.pointer())
                    .put("message", problem.message());
        }
    }

    @Override
    public String text() {
        return problems.stream()
                .map(problem -> "refused " + problem.pointer() + "  " + problem.message())
                .collect(Collectors.joining("\n"));
    }
}
