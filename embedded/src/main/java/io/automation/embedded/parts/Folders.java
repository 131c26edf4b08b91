package io.automation.embedded.parts;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class Folders {

    private Folders() {}

    /** Why a file or folder cannot be used, in a word or a few. */
    public static String reason(IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return "no folder can be made there";
        }
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failed instanceof FileAlreadyExistsException) {
            return "a file is in its place";
        }
        String why = failed instanceof FileSystemException file ? file.getReason() : null;
        return why == null ? String.valueOf(failed.getMessage()) : why;
    }

    /** Deletes a folder and all below it; does nothing where there is none. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
