package io.automation.embedded.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
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

/**
 * The cases a command is given, answered in their order; one that is refused does not stop those
 * behind it.
 */
final class Cases {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    // An id is given back as it came.
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
     * Answers every case; blank lines are passed over.
     *
     * @return the exit code: 1 if one of them was refused
     */
    int answer(Terminal terminal, Function<ObjectNode, CaseAnswer> command) throws IOException {
        boolean asJson = json || !terminal.isWatched();
        int exitCode = 0;
        try (BufferedReader reader = open(terminal)) {
            for (String text = next(reader); text != null; text = next(reader)) {
                if (!text.isBlank()) {
                    Answered answered = answer(text, command);
                    terminal.out().println(print(answered.id(), answered.answer(), asJson));
                    exitCode = answered.answer() instanceof Refusal ? 1 : exitCode;
                }
            }
        }
        return exitCode;
    }

    /** A case by its id, with what is said to it. */
    private record Answered(@Nullable JsonNode id, CaseAnswer answer) {}

    private BufferedReader open(Terminal terminal) throws IOException {
        Path path = Objects.requireNonNull(source.each == null ? source.file : source.each);
        boolean isInput = path.toString().equals("-");
        // A pipe is no regular file and can be read all the same.
        if (!isInput && (!Files.isReadable(path) || Files.isDirectory(path))) {
            throw new ParameterException(spec.commandLine(), path + " is no file that can be read");
        }
        InputStream bytes = isInput ? terminal.in() : Files.newInputStream(path);
        // Lenient, where Files.newBufferedReader is not: a bad byte spoils its own line only.
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** The next case's text: a line, or the whole of the file; null at the end. */
    private @Nullable String next(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null || source.each != null) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        for (; line != null; line = reader.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static Answered answer(String text, Function<ObjectNode, CaseAnswer> command) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode asked) {
                return new Answered(asked.get("id"), command.apply(asked));
            }
            return new Answered(null, Refusal.of("wrong_type", "", "a case is a JSON object {…}"));
        } catch (JsonProcessingException e) {
            String message = "this is no JSON: " + e.getOriginalMessage();
            return new Answered(null, Refusal.of("bad_json", "", message));
        }
    }

    private static String print(@Nullable JsonNode id, CaseAnswer answer, boolean asJson)
            throws IOException {
        if (asJson) {
            ObjectNode printed = JSON.createObjectNode();
            printed.set("id", id);
            answer.writeTo(printed);
            return JSON.writeValueAsString(printed);
        }
        List<String> lines = answer.text().lines().toList();
        String name = id == null ? "" : id.isTextual() ? id.textValue() : id.toString();
        return lines.size() == 1
                ? (name.isEmpty() ? "" : name + ": ") + lines.get(0)
                : name + "\n  " + String.join("\n  ", lines);
    }
}
