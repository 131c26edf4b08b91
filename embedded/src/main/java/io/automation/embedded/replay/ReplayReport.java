package io.automation.embedded.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import io.automation.job.history.FolderOutput;
import io.automation.job.history.ReplayFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a replay, put together from what every history's summary says.
 *
 * @param failed by name, why a history has no results
 */
record ReplayReport(
        Histories histories,
        Map<String, JsonNode> summaries,
        Map<String, String> failed,
        long millis) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_WORKFLOWS = 20;
    private static final int MOST_REFUSED = 5;
    private static final int MOST_PROBLEMS = 10;
    private static final int WIDTH = 100;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_YEAR =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    static ReplayReport of(Histories histories, long millis) throws IOException {
        Map<String, JsonNode> summaries = new TreeMap<>();
        Map<String, String> failed = new TreeMap<>(histories.unusable());
        for (ReplayFolder folder : histories.folders()) {
            Path error = folder.output().resolve(FolderOutput.ERROR);
            if (Files.exists(error)) {
                failed.put(folder.name(), Files.readString(error).strip());
            } else {
                Path summary = folder.output().resolve(FolderOutput.SUMMARY);
                summaries.put(folder.name(), JSON.readTree(Files.readAllBytes(summary)));
            }
        }
        return new ReplayReport(histories, summaries, failed, millis);
    }

    /** Whether every history has its results. */
    boolean isComplete() {
        return failed.isEmpty();
    }

    void print(Terminal terminal, boolean asJson) throws IOException {
        if (asJson) {
            if (!histories.isSingle()) {
                terminal.out().println(JSON.writeValueAsString(total()));
            } else if (isComplete()) {
                terminal.out().println(summaries.get(""));
            }
        } else if (!summaries.isEmpty()) {
            printText(terminal.out());
        }
        histories.definitions().values().stream()
                .flatMap(files -> files.idle().stream())
                .distinct()
                .forEach(terminal.err()::println);
        failed.forEach(
                (name, reason) ->
                        terminal.err().println(name.isEmpty() ? reason : name + ": " + reason));
    }

    private ObjectNode total() {
        ObjectNode total = JSON.createObjectNode();
        total.put("folders", histories.folders().size() + histories.unusable().size());
        failed.keySet().forEach(total.putArray("failed")::add);
        total.put("changes", sum("/input/changes"));
        total.put("dead_letters", sum("/dead_letters"));
        total.put("runs", workflows().stream().mapToLong(WorkflowRuns::count).sum());
        if (!histories.definitions().isEmpty()) {
            total.put("added", sum("/compared/added"));
            total.put("gone", sum("/compared/gone"));
        }
        total.put("mails", sum("/mails/count"));
        total.put("seconds", millis / 1000.0);
        total.put("changes_per_second", perSecond());
        return total;
    }

    private void printText(PrintStream out) {
        long deadLetters = sum("/dead_letters");
        out.printf(
                Locale.ROOT,
                "    read    %,d %s%s%s, in %.1f s (%,d/s)%s%n",
                sum("/input/changes"),
                counted(sum("/input/changes"), "change"),
                histories.isSingle() ? "" : " of " + summaries.size() + " histories",
                days(),
                millis / 1000.0,
                perSecond(),
                deadLetters == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d %s",
                                deadLetters,
                                counted(deadLetters, "dead letter")));
        printRuns(out);
        printRefused(out);
        out.printf(
                Locale.ROOT,
                "    would   %,d %s to %,d %s, at most %,d to one address in a week%n",
                sum("/mails/count"),
                counted(sum("/mails/count"), "mail"),
                sum("/mails/accounts"),
                counted(sum("/mails/accounts"), "account"),
                max("/mails/most_to_one_address_in_a_week"));
        printNotFollowed(out);
        out.println("    nothing left this machine");
        out.println("    see     " + histories.output());
    }

    private void printRuns(PrintStream out) {
        String label = "runs";
        List<WorkflowRuns> workflows = workflows();
        for (WorkflowRuns workflow : workflows.stream().limit(MOST_WORKFLOWS).toList()) {
            String line = String.format("    %-7s %s", label, workflow.text(noun()));
            out.println(cut(label.isEmpty() ? line : withPlace(line)));
            label = "";
        }
        if (workflows.isEmpty()) {
            out.println("    runs    none: no workflow was there");
        } else if (workflows.size() > MOST_WORKFLOWS) {
            out.printf("            and %d more workflows%n", workflows.size() - MOST_WORKFLOWS);
        }
    }

    /** What the definitions of {@code --with} are called. */
    private String noun() {
        boolean isOne =
                histories.definitions().values().stream()
                        .allMatch(files -> files.workflows().size() < 2);
        return isOne ? "the file" : "the files";
    }

    /** Says where the differences are, if there is room for it. */
    private String withPlace(String line) {
        Path place = histories.isSingle() ? histories.output() : histories.output().resolve("*");
        String see = "      see " + place.resolve(FolderOutput.COMPARED);
        return histories.definitions().isEmpty() || line.length() + see.length() > WIDTH
                ? line
                : line + see;
    }

    /** Workflows of email_sent: nothing was sent, so nothing came of it. */
    private void printNotFollowed(PrintStream out) {
        long mails = 0;
        for (JsonNode summary : summaries.values()) {
            for (JsonNode workflow : summary.path("workflows")) {
                mails += workflow.path(FolderOutput.NOT_FOLLOWED).asLong();
            }
        }
        if (mails > 0) {
            out.printf(
                    Locale.ROOT,
                    "    not     followed: %,d %s that would have set off a workflow of email_sent%n",
                    mails,
                    counted(mails, "mail"));
        }
    }

    /** The newest refusal of each definition, with all that it has to say. */
    private void printRefused(PrintStream out) {
        List<JsonNode> newest = newestRefusals();
        String label = "refused";
        for (JsonNode definition : newest.subList(0, Math.min(newest.size(), MOST_REFUSED))) {
            JsonNode problems = definition.path("problems");
            out.printf(
                    "    %-7s %s, %d %s%n",
                    label,
                    definition.path("name").asText(),
                    problems.size(),
                    counted(problems.size(), "problem"));
            for (int i = 0; i < Math.min(problems.size(), MOST_PROBLEMS); i++) {
                JsonNode problem = problems.get(i);
                out.printf(
                        "              %s  %s%n",
                        problem.path("pointer").asText(), problem.path("message").asText());
            }
            if (problems.size() > MOST_PROBLEMS) {
                out.printf(
                        "              and %d more, in %s%n",
                        problems.size() - MOST_PROBLEMS, FolderOutput.SUMMARY);
            }
            label = "";
        }
        if (newest.size() > MOST_REFUSED) {
            out.printf(
                    "            and %d more definitions, in %s%n",
                    newest.size() - MOST_REFUSED, FolderOutput.SUMMARY);
        }
    }

    /** One of each definition over all histories, in the order of their names. */
    private List<JsonNode> newestRefusals() {
        Map<String, JsonNode> byId = new TreeMap<>();
        for (JsonNode summary : summaries.values()) {
            for (JsonNode refusal : summary.path("refused")) {
                byId.merge(
                        idOf(refusal),
                        refusal,
                        (one, other) -> timeOf(one).compareTo(timeOf(other)) > 0 ? one : other);
            }
        }
        List<JsonNode> newest = new ArrayList<>(byId.values());
        newest.sort(Comparator.comparing(refusal -> refusal.path("name").asText()));
        return newest;
    }

    private static String idOf(JsonNode refusal) {
        return List.of("workflow", "template", "organization").stream()
                .map(noun -> refusal.path(noun).asText())
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** A text that sorts as the instant does; one that was there from the beginning has none. */
    private static String timeOf(JsonNode refusal) {
        return refusal.path("time").asText("");
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
    }

    /** The days from the first to the last change of all histories. */
    private String days() {
        String first = null;
        String last = null;
        for (JsonNode summary : summaries.values()) {
            String from = summary.at("/input/from").asText("");
            String to = summary.at("/input/to").asText("");
            if (summary.at("/input/from").isTextual()) {
                first = first == null || from.compareTo(first) < 0 ? from : first;
                last = last == null || to.compareTo(last) > 0 ? to : last;
            }
        }
        if (first == null || last == null) {
            return "";
        }
        LocalDate from = day(first);
        LocalDate to = day(last);
        if (from.equals(to)) {
            return ", " + DAY_AND_YEAR.format(to);
        }
        DateTimeFormatter start = from.getYear() == to.getYear() ? DAY : DAY_AND_YEAR;
        return ", " + start.format(from) + " to " + DAY_AND_YEAR.format(to);
    }

    private static LocalDate day(String instant) {
        return Instant.parse(instant).atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** The runs of each workflow over all histories, most first. */
    private List<WorkflowRuns> workflows() {
        Map<String, WorkflowRuns> byId = new TreeMap<>();
        for (JsonNode summary : summaries.values()) {
            for (JsonNode workflow : summary.path("workflows")) {
                WorkflowRuns runs =
                        byId.computeIfAbsent(
                                workflow.path("id").asText(),
                                id -> new WorkflowRuns(workflow.path("name").asText()));
                workflow.path("runs").forEach(runs::add);
            }
            for (JsonNode workflow : summary.at("/compared/workflows")) {
                byId.computeIfAbsent(
                                workflow.path("id").asText(),
                                id -> new WorkflowRuns(workflow.path("name").asText()))
                        .compare(workflow);
            }
        }
        List<WorkflowRuns> workflows = new ArrayList<>(byId.values());
        workflows.sort(
                Comparator.comparing(WorkflowRuns::isCompared)
                        .thenComparingLong(WorkflowRuns::count)
                        .reversed()
                        .thenComparing(WorkflowRuns::name));
        return workflows;
    }

    private long sum(String pointer) {
        return summaries.values().stream().mapToLong(s -> s.at(pointer).asLong()).sum();
    }

    private long max(String pointer) {
        return summaries.values().stream().mapToLong(s -> s.at(pointer).asLong()).max().orElse(0);
    }

    private long perSecond() {
        return sum("/input/changes") * 1000 / Math.max(1, millis);
    }

    private static String counted(long count, String noun) {
        return count == 1 ? noun : noun + "s";
    }
}
