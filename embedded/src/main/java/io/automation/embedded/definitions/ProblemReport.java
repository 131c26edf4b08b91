package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells people, or a program, what is wrong in definition files. */
public final class ProblemReport {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int WIDTH = 100;
    private static final int LONGEST_POINTER = 44;

    private ProblemReport() {}

    /** A problem a line, as JSON. */
    public static void printJson(List<FileProblem> problems, Terminal terminal) {
        for (FileProblem problem : problems) {
            ObjectNode line = JSON.createObjectNode();
            line.put("file", problem.file())
                    .put("line", problem.line())
                    .put("pointer", problem.pointer())
                    .put("level", problem.level().name().toLowerCase(Locale.ROOT))
                    .put("code", problem.code())
                    .put("message", problem.message());
            terminal.out().println(line);
        }
    }

    /** Every file with what is wrong in it, then how many are good. */
    public static void printText(
            List<String> files, List<FileProblem> problems, Terminal terminal) {
        int longest = files.stream().mapToInt(String::length).max().orElse(0);
        int refused = 0;
        int warnings = 0;
        for (String file : files) {
            List<FileProblem> here =
                    problems.stream().filter(problem -> problem.file().equals(file)).toList();
            int errors = (int) here.stream().filter(FileProblem::isError).count();
            refused += errors > 0 ? 1 : 0;
            warnings += here.size() - errors;
            terminal.out()
                    .printf(
                            "%s   %s%n",
                            file + " ".repeat(longest - file.length()),
                            verdict(errors, here.size() - errors));
            print(here, terminal);
        }
        terminal.out()
                .printf(
                        "%n%s: %d good%s, %d refused.%n",
                        counted(files.size(), "file"),
                        files.size() - refused,
                        warnings == 0 ? "" : " (" + counted(warnings, "warning") + ")",
                        refused);
    }

    private static String verdict(int errors, int warnings) {
        String more = warnings == 0 ? "" : ", " + counted(warnings, "warning");
        return (errors == 0 ? "ok" : "refused, " + counted(errors, "problem")) + more;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static void print(List<FileProblem> problems, Terminal terminal) {
        int widest =
                problems.stream()
                        .mapToInt(problem -> problem.pointer().length())
                        .filter(length -> length <= LONGEST_POINTER)
                        .max()
                        .orElse(0);
        for (FileProblem problem : problems) {
            String message = (problem.isError() ? "" : "warning: ") + problem.message();
            String place = "  line %3d  %s".formatted(problem.line(), problem.pointer());
            String gap = " ".repeat(Math.max(0, widest - problem.pointer().length()) + 2);
            List<String> lines = new ArrayList<>();
            if (place.length() + gap.length() + message.length() <= WIDTH) {
                lines.add(place + gap + message);
            } else {
                lines.add(place);
                wrap(message, lines);
            }
            lines.forEach(terminal.out()::println);
        }
    }

    private static void wrap(String message, List<String> lines) {
        String indent = " ".repeat(12);
        StringBuilder line = new StringBuilder(indent);
        for (String word : message.split(" ", -1)) {
            if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(indent.length());
            }
            line.append(line.length() == indent.length() ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}
