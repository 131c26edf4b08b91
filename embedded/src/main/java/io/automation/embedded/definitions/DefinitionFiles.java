package io.automation.embedded.definitions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The definition files that a command is given: files, and every one below a folder. */
public final class DefinitionFiles {

    private DefinitionFiles() {}

    /** What was read of files, in their order. */
    public record Loaded(
            List<String> files, List<Definition> definitions, List<FileProblem> problems) {

        public Loaded {
            files = List.copyOf(files);
            definitions = List.copyOf(definitions);
            problems = List.copyOf(problems);
        }

        /**
         * Everything that is wrong with them, by file and line; null where no database is asked.
         */
        public CheckedDefinitions check(@Nullable Directory directory) {
            CheckedDefinitions checked = DefinitionCheck.check(definitions, directory);
            List<FileProblem> all = new ArrayList<>(problems);
            all.addAll(checked.problems());
            all.sort(
                    Comparator.comparingInt((FileProblem problem) -> files.indexOf(problem.file()))
                            .thenComparingInt(FileProblem::line));
            return new CheckedDefinitions(checked.rows(), all);
        }
    }

    /**
     * Reads files and folders.
     *
     * @throws UnusableFilesException for a path that is neither, or a folder without any file
     */
    public static Loaded load(List<Path> paths) throws IOException {
        List<String> files = new ArrayList<>();
        List<Definition> definitions = new ArrayList<>();
        List<FileProblem> problems = new ArrayList<>();
        for (Path file : files(paths)) {
            files.add(file.toString());
            DefinitionReader.Read read = DefinitionReader.read(file.toString(), content(file));
            definitions.addAll(read.definitions());
            problems.addAll(read.problems());
        }
        return new Loaded(files, definitions, problems);
    }

    /**
     * The files among paths, and every YAML or JSON below a folder among them; hidden ones not.
     *
     * @throws UnusableFilesException for a path that is neither, or a folder without any file
     */
    public static List<Path> files(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                if (!Files.isReadable(path)) {
                    throw new UnusableFilesException(path + " is no file that can be read");
                }
                files.add(path);
                continue;
            }
            int before = files.size();
            try (Stream<Path> below = Files.walk(path)) {
                below.filter(file -> isMeant(path.relativize(file)))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(files::add);
            }
            if (files.size() == before) {
                throw new UnusableFilesException(
                        "no *.yaml, *.yml or *.json lies below the folder " + path);
            }
        }
        return files.stream().distinct().toList();
    }

    private static boolean isMeant(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = relative.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static String content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnusableFilesException(file + " is no UTF-8");
        }
    }
}
