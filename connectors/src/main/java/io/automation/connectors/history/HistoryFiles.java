package io.automation.connectors.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Finds the files of a history. */
public final class HistoryFiles {

    private HistoryFiles() {}

    /** Every {@code *.jsonl} and {@code *.jsonl.gz} below a directory, by name. */
    public static List<HistoryFile> below(Path directory) throws IOException {
        List<HistoryFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = name(directory.relativize(path));
                if ((name.endsWith(".jsonl") || name.endsWith(".jsonl.gz"))
                        && Files.isRegularFile(path)) {
                    files.add(new HistoryFile(path, name, Files.size(path)));
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("cannot list " + directory, e.getCause());
        }
        files.sort(Comparator.comparing(HistoryFile::name));
        return files;
    }

    private static String name(Path relative) {
        StringJoiner name = new StringJoiner("/");
        for (Path part : relative) {
            name.add(part.toString());
        }
        return name.toString();
    }
}
