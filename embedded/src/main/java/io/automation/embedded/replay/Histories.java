package io.automation.embedded.replay;

import io.automation.connectors.history.HistoryFile;
import io.automation.connectors.history.HistoryFiles;
import io.automation.job.history.ReplayFolder;
import io.automation.job.history.ReplayOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * The histories of one replay.
 *
 * @param output takes the results; with many, one folder for each
 * @param isSingle whether there is one, whose results lie directly in the output
 * @param folders what can be replayed
 * @param unusable by name, why a history cannot
 */
record Histories(
        Path output, boolean isSingle, List<ReplayFolder> folders, Map<String, String> unusable) {

    private static final String ARGS_FILE = "replay.args";

    /** One history. */
    static Histories single(Path input, Path output, ReplayOptions options) throws IOException {
        check(input, output, "--input");
        ReplayFolder folder =
                new ReplayFolder("", files(input, output), options, output.toAbsolutePath());
        return new Histories(output, true, List.of(folder), Map.of());
    }

    /** Every folder directly below a directory; one that is unusable does not stop the others. */
    static Histories each(Path directory, Path output, ReplayOptions defaults) throws IOException {
        check(directory, output, "--each");
        List<ReplayFolder> folders = new ArrayList<>();
        Map<String, String> unusable = new TreeMap<>();
        for (Path input : foldersBelow(directory, output)) {
            String name = String.valueOf(input.getFileName());
            Path own = output.toAbsolutePath().resolve(name);
            try {
                ReplayOptions options = optionsOf(input, defaults);
                folders.add(new ReplayFolder(name, files(input, own), options, own));
            } catch (UnusableArgsException | IOException e) {
                unusable.put(name, String.valueOf(e.getMessage()));
            }
        }
        if (folders.isEmpty() && unusable.isEmpty()) {
            throw new UnusableArgsException("--each " + directory + " holds no folder");
        }
        return new Histories(output, false, folders, unusable);
    }

    private static void check(Path input, Path output, String option) throws IOException {
        if (!Files.isDirectory(input)) {
            throw new UnusableArgsException(
                    option
                            + " "
                            + input
                            + (Files.exists(input) ? " is no folder" : " is not there"));
        }
        if (!Files.isReadable(input)) {
            throw new UnusableArgsException(option + " " + input + " cannot be read");
        }
        if (Files.exists(output) && Files.isSameFile(input, output)) {
            throw new UnusableArgsException(
                    "--output is the input's own folder; its results would be read next time");
        }
    }

    private static List<Path> foldersBelow(Path directory, Path output) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                if (Files.isDirectory(path) && !isSame(path, output)) {
                    folders.add(path);
                }
            }
        }
        return folders;
    }

    private static boolean isSame(Path path, Path output) throws IOException {
        return Files.exists(output) && Files.isSameFile(path, output);
    }

    /** The files of a history, without results of an earlier replay that lie below it. */
    private static List<HistoryFile> files(Path input, Path output) throws IOException {
        Path own = output.toAbsolutePath().normalize();
        boolean isBelow = own.startsWith(input.toAbsolutePath().normalize());
        List<HistoryFile> files =
                HistoryFiles.below(input).stream()
                        .filter(
                                file ->
                                        !isBelow
                                                || !file.path()
                                                        .toAbsolutePath()
                                                        .normalize()
                                                        .startsWith(own))
                        .toList();
        if (files.isEmpty()) {
            throw new UnusableArgsException("no *.jsonl or *.jsonl.gz below " + input);
        }
        return files;
    }

    private static ReplayOptions optionsOf(Path input, ReplayOptions defaults) throws IOException {
        Path file = input.resolve(ARGS_FILE);
        if (!Files.exists(file)) {
            return defaults;
        }
        List<String> words = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    words.addAll(List.of(line.strip().split("\\s+", 2)));
                }
            }
            OwnArgs own = new OwnArgs();
            new CommandLine(own).parseArgs(words.toArray(String[]::new));
            return own.args.over(defaults);
        } catch (CharacterCodingException e) {
            throw new UnusableArgsException(ARGS_FILE + ": not UTF-8");
        } catch (ParameterException | UnusableArgsException e) {
            throw new UnusableArgsException(ARGS_FILE + ": " + e.getMessage());
        }
    }

    /** What a history may say for itself. */
    @Command(name = ARGS_FILE)
    private static final class OwnArgs {
        @Mixin private ReplayArgs args = new ReplayArgs();
    }
}
