package io.automation.embedded.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where the parts of a demo that runs in a folder listen, written for the other commands. */
public final class RunningDemo {

    /** The name of its database. */
    public static final String DATABASE = "automation";

    private static final String FILE = "ports";

    private RunningDemo() {}

    /** Writes the port of each part. */
    public static void write(Path folder, Map<String, Integer> ports) {
        Properties properties = new Properties();
        ports.forEach((part, port) -> properties.setProperty(part, Integer.toString(port)));
        try (var writer = Files.newBufferedWriter(folder.resolve(FILE))) {
            properties.store(writer, null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The JDBC address of its database for its owner; null where no demo runs in the folder. */
    public static @Nullable String databaseUrl(Path folder, String application) {
        Integer port = port(folder, "postgres");
        return port == null
                ? null
                : "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&ApplicationName=%s"
                        .formatted(port, DATABASE, PostgresServer.OWNER, application);
    }

    /** The port of a part; null where no demo runs in the folder. */
    public static @Nullable Integer port(Path folder, String part) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(reader);
        } catch (IOException none) {
            return null;
        }
        String port = properties.getProperty(part);
        return port == null ? null : Integer.valueOf(port);
    }

    /** From now on no demo runs in the folder. */
    public static void ended(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
