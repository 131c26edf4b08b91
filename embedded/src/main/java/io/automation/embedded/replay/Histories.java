package io.automation.embedded.replay;

import io.automation.connectors.history.HistoryFile;
import io.automation.connectors.history.HistoryFiles;
import io.automation.embedded.definitions.DefinitionFiles;
import io.automation.embedded.definitions.DefinitionsRefusedException;
import io.automation.job.history.Replacements;
import io.automation.job.history.ReplayFolder;
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
 * @param definitions by name, the definitions of files that hold in place of a history's own
 * @param unusable by name, why a history cannot be replayed
 */
record Histories(
        Path output,
        boolean isSingle,
        List<ReplayFolder> folders,
        Map<String, FileDefinitions> definitions,
        Map<String, String> unusable) {

    private static final String ARGS_FILE = "replay.args";

    /**
     * One history.
     *
     * @throws DefinitionsRefusedException if a file's definition is not good
     */
    static Histories single(Path input, Path output, HistoryOptions options) throws IOException {
        check(input, output, "--input");
        Histories histories =
                new Histories(output, true, new ArrayList<>(), new TreeMap<>(), Map.of());
        histories.add("", files(input, output), options, output.toAbsolutePath());
        return histories;
    }

    /** Every folder directly below a directory; one that is unusable does not stop the others. */
    static Histories each(Path directory, Path output, HistoryOptions defaults) throws IOException {
        check(directory, output, "--each");
        Histories histories =
                new Histories(output, false, new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
        for (Path input : foldersBelow(directory, output)) {
            String name = String.valueOf(input.getFileName());
            Path own = output.toAbsolutePath().resolve(name);
            try {
                histories.add(name, files(input, own), optionsOf(input, defaults), own);
            } catch (UnusableArgsException | DefinitionsRefusedException | IOException e) {
                histories.unusable.put(name, String.valueOf(e.getMessage()));
            }
        }
        if (histories.folders.isEmpty() && histories.unusable.isEmpty()) {
            throw new UnusableArgsException("--each " + directory + " holds no folder");
        }
        return histories;
    }

    private void add(String name, List<HistoryFile> files, HistoryOptions options, Path own)
            throws IOException {
        DefinitionFiles.Loaded with = options.with();
        FileDefinitions instead =
                with == null
                        ? FileDefinitions.NONE
                        : FileDefinitions.of(with, files, name, options.replay().includeDrafts());
        folders.add(new ReplayFolder(name, files, options.replay(), instead.replacements(), own));
        if (with != null) {
            definitions.put(name, instead);
        }
    }

    /** By name, the same histories without the definitions of files, where there are some. */
    Map<String, ReplayFolder> withoutFiles(Path outputs) {
        Map<String, ReplayFolder> without = new TreeMap<>();
        for (ReplayFolder folder : folders) {
            if (definitions.containsKey(folder.name())) {
                without.put(
                        folder.name(),
                        new ReplayFolder(
                                // No folder has such a name.
                                folder.name() + "/without",
                                folder.files(),
                                folder.options(),
                                Replacements.NONE,
                                outputs.resolve(String.valueOf(without.size()))));
            }
        }
        return without;
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

    private static HistoryOptions optionsOf(Path input, HistoryOptions defaults)
            throws IOException {
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
            return own.args.over(defaults, input);
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
