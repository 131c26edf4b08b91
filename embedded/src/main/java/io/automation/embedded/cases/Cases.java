package io.automation.embedded.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;

/** Answers cases in their order; one that is refused does not stop those behind it. */
final class Cases {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private static final String INDENT = "    ";

    private final Function<JsonNode, CaseAnswer> command;
    private final Terminal terminal;
    private final boolean asJson;

    /**
     * @param command takes a JSON object
     * @param asJson one JSON object a line, else text for people
     */
    Cases(Function<JsonNode, CaseAnswer> command, Terminal terminal, boolean asJson) {
        this.command = command;
        this.terminal = terminal;
        this.asJson = asJson;
    }

    /** Answers a file's cases, one a line. */
    void answerEach(Path file) throws IOException {
        // Lenient, where Files.newBufferedReader is not: a bad byte spoils its own line only.
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(file), StandardCharsets.UTF_8))) {
            answerLines(lines.lines().iterator());
        }
    }

    /** Answers what is given to the command: one case over any number of lines, or one a line. */
    void answerInput() throws IOException {
        String text = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        if (isOneDocument(text)) {
            answer(text);
        } else {
            answerLines(text.lines().iterator());
        }
    }

    private static boolean isOneDocument(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private void answerLines(Iterator<String> lines) throws IOException {
        while (lines.hasNext()) {
            String line = lines.next();
            if (!line.isBlank()) {
                answer(line);
            }
        }
    }

    private void answer(String text) throws IOException {
        try {
            JsonNode question = JSON.readTree(text);
            print(
                    question.path("id"),
                    question.isObject()
                            ? command.apply(question)
                            : Refusal.of("wrong_type", "", "a case is an object {…}"));
        } catch (JsonProcessingException e) {
            print(
                    MissingNode.getInstance(),
                    Refusal.of("bad_json", "", "this is no JSON: " + e.getOriginalMessage()));
        }
    }

    private void print(JsonNode id, CaseAnswer answer) throws IOException {
        if (asJson) {
            ObjectNode json = JSON.createObjectNode();
            json.set("id", id.isMissingNode() ? null : id);
            answer.writeTo(json);
            terminal.out().println(JSON.writeValueAsString(json));
        } else {
            if (!id.isMissingNode()) {
                terminal.out().println(INDENT + id.asText());
            }
            answer.text()
                    .lines()
                    .map(line -> INDENT + INDENT + line)
                    .forEach(terminal.out()::println);
        }
    }
}
