package io.automation.embedded.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.workflow.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One case or many, each a JSON object that another one answers, in their order. */
public final class Cases {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    /** Where the cases are. */
    private static final class Source {

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "FILE",
                description = "One case, a JSON object; - reads it from the standard input.")
        private @Nullable Path file;

        @Option(
                names = "--each",
                paramLabel = "FILE.jsonl",
                description = "Many cases, one a line, all in this process; - as above.")
        private @Nullable Path each;
    }

    /**
     * Answers every case; blank lines are passed over, and a line that is no JSON object is refused
     * like any other bad case.
     *
     * @param forPeople an answer as text, for a terminal
     */
    public int answer(
            Terminal terminal,
            Function<ObjectNode, ObjectNode> answer,
            Function<ObjectNode, String> forPeople)
            throws IOException {
        boolean asJson = json || !terminal.isWatched();
        try (BufferedReader reader = open()) {
            for (String text = next(reader); text != null; text = next(reader)) {
                if (!text.isBlank()) {
                    ObjectNode answered = answer(text, answer);
                    terminal.out()
                            .println(asJson ? answered.toString() : forPeople.apply(answered));
                }
            }
        }
        return 0;
    }

    private BufferedReader open() throws IOException {
        Path path = Objects.requireNonNull(source.each == null ? source.file : source.each);
        boolean standard = path.toString().equals("-");
        if (!standard && !Files.isRegularFile(path)) {
            throw new ParameterException(spec.commandLine(), path + " is no file");
        }
        InputStream bytes = standard ? System.in : Files.newInputStream(path);
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** The next case's text: a line, or the whole of the file. */
    private @Nullable String next(BufferedReader reader) throws IOException {
        if (source.each != null) {
            return reader.readLine();
        }
        StringBuilder text = new StringBuilder();
        String line = reader.readLine();
        if (line == null) {
            return null;
        }
        for (; line != null; line = reader.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static ObjectNode answer(String text, Function<ObjectNode, ObjectNode> answer) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode asked) {
                return answer.apply(asked);
            }
            return refused(null, List.of(badJson("a case is a JSON object")));
        } catch (JsonProcessingException e) {
            return refused(null, List.of(badJson("this is no JSON: " + e.getOriginalMessage())));
        }
    }

    private static Problem badJson(String message) {
        return new Problem("bad_json", "", Problem.Level.ERROR, message);
    }

    /** The answer to a case that is not understood. */
    public static ObjectNode refused(@Nullable JsonNode id, List<Problem> problems) {
        ObjectNode refused = JsonNodeFactory.instance.objectNode();
        refused.set("id", id);
        var list = refused.putArray("refused");
        for (Problem problem : problems) {
            list.addObject()
                    .put("pointer", problem.pointer())
                    .put("code", problem.code())
                    .put("message", problem.message());
        }
        return refused;
    }
}
