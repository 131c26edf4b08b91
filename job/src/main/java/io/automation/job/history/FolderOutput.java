package io.automation.job.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of one folder: takes its lines in order, writes them beside their place, and moves
 * them there at the end.
 */
public final class FolderOutput implements Closeable {

    /** What was counted, as JSON. */
    public static final String SUMMARY = "summary.json";

    /**
     * The runs that another replay did not have, and those that it had; written by who compares.
     */
    public static final String COMPARED = "compared.jsonl";

    /** Why there are no results. */
    public static final String ERROR = "error.txt";

    /** Of a workflow in the summary: how many mails would have set it off, had they been sent. */
    public static final String NOT_FOLLOWED = "email_sent_not_followed";

    private static final String UNFINISHED = ".part";
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper TREES = new ObjectMapper();

    private static final Comparator<Map.Entry<RunTally, Long>> BY_KIND =
            Comparator.<Map.Entry<RunTally, Long>, String>comparing(kind -> kind.getKey().status())
                    .thenComparing(
                            kind -> kind.getKey().reason(),
                            Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Path directory;
    private final Map<RunTally, Long> tallies;
    private final long startedAt;
    private final boolean hasDecisions;
    private final Set<OutputSection> written = EnumSet.noneOf(OutputSection.class);
    private final MostMailed mostMailed = new MostMailed();
    private final Map<String, String> workflowNames = new TreeMap<>();
    private final Map<String, Long> unfollowed = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private @Nullable OutputStream open;
    private String range = "{}";
    private long deadLetters;
    private long mailedAccounts;
    private byte @Nullable [] lastAccount;
    private boolean isFinished;

    /**
     * @param tallies how many runs there are of each kind
     * @param startedAt when the replay was started, in epoch milliseconds
     * @param hasDecisions whether decisions are written
     */
    FolderOutput(
            Path directory, Map<RunTally, Long> tallies, long startedAt, boolean hasDecisions) {
        this.directory = directory;
        this.tallies = tallies;
        this.startedAt = startedAt;
        this.hasDecisions = hasDecisions;
    }

    /** Leaves the reason in place of results. */
    public static void fail(Path directory, String reason) throws IOException {
        Files.createDirectories(directory);
        for (String name : fileNames()) {
            Files.deleteIfExists(directory.resolve(name));
            Files.deleteIfExists(directory.resolve(name + UNFINISHED));
        }
        Files.deleteIfExists(directory.resolve(COMPARED));
        Files.writeString(directory.resolve(ERROR), reason + "\n");
    }

    private static List<String> fileNames() {
        List<String> names = new ArrayList<>();
        for (OutputSection section : OutputSection.values()) {
            if (section.fileName() != null) {
                names.add(section.fileName());
            }
        }
        names.add(SUMMARY);
        return names;
    }

    /** Takes the next line, in the order of {@link OutputLine#ORDER}. */
    void add(OutputLine line) throws IOException {
        switch (line.section()) {
            case RUNS, DELIVERIES, DECISIONS -> append(line);
            case DEAD_LETTERS -> {
                append(line);
                deadLetters++;
            }
            case RANGE -> range = line.textAsString();
            case WORKFLOW_NAMES -> {
                JsonNode workflow = TREES.readTree(line.text());
                workflowNames.put(workflow.path("id").asText(), workflow.path("name").asText());
            }
            case UNFOLLOWED -> unfollowed.merge(line.textAsString(), 1L, Long::sum);
            case REFUSED -> refused.add(line.textAsString());
            case MAILED_ACCOUNTS -> {
                if (!Arrays.equals(lastAccount, line.key())) {
                    mailedAccounts++;
                    lastAccount = line.key();
                }
            }
            case MAILED_ADDRESSES ->
                    mostMailed.add(line.textAsString(), SortKey.lastNumber(line.key()));
            case FAILURE -> failures.add(line.textAsString());
        }
    }

    /** Writes what is left when the last line was taken; does nothing the second time. */
    void finish() throws IOException {
        if (isFinished) {
            return;
        }
        isFinished = true;
        close();
        for (OutputSection section : OutputSection.values()) {
            String name = section.fileName();
            if (name != null && isWanted(name) && !written.contains(section)) {
                create(name).close();
            }
        }
        try (OutputStream out = create(SUMMARY);
                JsonGenerator json = JSON.createGenerator(out)) {
            writeSummary(json);
            json.writeRaw('\n');
        }
    }

    /** What an earlier replay was asked for may be there and not wanted any more. */
    private boolean isWanted(String name) {
        return hasDecisions || !name.equals(OutputSection.DECISIONS.fileName());
    }

    /** Moves everything into place. */
    void publish() throws IOException {
        if (!failures.isEmpty()) {
            fail(directory, String.join("\n", failures));
            return;
        }
        for (String name : fileNames()) {
            if (!isWanted(name)) {
                Files.deleteIfExists(directory.resolve(name));
                continue;
            }
            Files.move(
                    directory.resolve(name + UNFINISHED),
                    directory.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(directory.resolve(COMPARED));
        Files.deleteIfExists(directory.resolve(ERROR));
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private void append(OutputLine line) throws IOException {
        OutputStream file = open;
        if (file == null || !written.contains(line.section())) {
            close();
            file = create(Objects.requireNonNull(line.section().fileName()));
            written.add(line.section());
            open = file;
        }
        file.write(line.text());
        file.write('\n');
    }

    private OutputStream create(String name) throws IOException {
        Files.createDirectories(directory);
        return new BufferedOutputStream(
                Files.newOutputStream(directory.resolve(name + UNFINISHED)), 1 << 16);
    }

    private void writeSummary(JsonGenerator json) throws IOException {
        JsonNode input = TREES.readTree(range);
        double seconds = Math.max(1, System.currentTimeMillis() - startedAt) / 1000.0;
        json.writeStartObject();
        json.writeFieldName("input");
        json.writeRawValue(range);
        json.writeNumberField("dead_letters", deadLetters);
        json.writeArrayFieldStart("workflows");
        writeWorkflows(json);
        json.writeEndArray();
        json.writeArrayFieldStart("refused");
        for (String definition : refused) {
            json.writeRawValue(definition);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("mails");
        json.writeNumberField("count", mostMailed.mails());
        json.writeNumberField("accounts", mailedAccounts);
        json.writeNumberField("most_to_one_address_in_a_week", mostMailed.mostInAWeek());
        json.writeEndObject();
        json.writeNumberField("seconds", seconds);
        json.writeNumberField(
                "changes_per_second", Math.round(input.path("changes").asLong() / seconds));
        json.writeEndObject();
    }

    /** Every workflow of the input, those without runs too, by name. */
    private void writeWorkflows(JsonGenerator json) throws IOException {
        Map<String, List<Map.Entry<RunTally, Long>>> kindsById = new TreeMap<>();
        workflowNames.keySet().forEach(id -> kindsById.put(id, new ArrayList<>()));
        for (Map.Entry<RunTally, Long> kind : tallies.entrySet()) {
            kindsById
                    .computeIfAbsent(kind.getKey().workflowId(), id -> new ArrayList<>())
                    .add(kind);
        }
        List<String> byName =
                kindsById.keySet().stream()
                        .sorted(Comparator.comparing(id -> workflowNames.getOrDefault(id, id)))
                        .toList();
        for (String id : byName) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("name", workflowNames.getOrDefault(id, id));
            json.writeArrayFieldStart("runs");
            List<Map.Entry<RunTally, Long>> kinds = kindsById.getOrDefault(id, List.of());
            for (Map.Entry<RunTally, Long> kind : kinds.stream().sorted(BY_KIND).toList()) {
                json.writeStartObject();
                json.writeStringField("status", kind.getKey().status());
                json.writeStringField("reason", kind.getKey().reason());
                json.writeNumberField("count", kind.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
            Long mails = unfollowed.get(id);
            if (mails != null) {
                json.writeNumberField(NOT_FOLLOWED, mails);
            }
            json.writeEndObject();
        }
    }
}
