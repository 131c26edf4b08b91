package io.automation.embedded.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of parts under test: below target, where a user who is not root may look. */
final class PartFolders {

    /** PostgreSQL's programs, unpacked once for all tests. */
    static final Path BINARIES = Path.of("target", "parts", "binaries");

    private PartFolders() {}

    /** An empty folder. */
    static Path empty(String name) {
        try {
            Path folder = Path.of("target", "parts", name).toAbsolutePath();
            Folders.delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
