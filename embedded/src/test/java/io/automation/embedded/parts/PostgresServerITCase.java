package io.automation.embedded.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server's life: kept data, a second owner, the death of its parent, an orphan. */
class PostgresServerITCase {

    @Test
    void keepsItsDataBetweenStarts() throws SQLException {
        Path folder = PartFolders.empty("kept");
        long first;
        try (PostgresServer postgres = server(folder).start()) {
            first = postgres.pid();
            postgres.createDatabase("automation");
            postgres.createDatabase("automation");
            execute(postgres, "CREATE TABLE kept (id INTEGER)");
        }
        assertThat(ProcessHandle.of(first)).isEmpty();

        try (PostgresServer postgres = server(folder).setting("wal_level", "replica").start()) {
            assertThat(postgres.cleanedUp()).isEmpty();
            assertThat(execute(postgres, "SELECT count(*) FROM kept")).isEqualTo("0");
            assertThat(execute(postgres, "SHOW wal_level")).isEqualTo("replica");
        }
    }

    @Test
    void refusesAFolderThatIsInUse() {
        Path folder = PartFolders.empty("shared");
        try (PostgresServer postgres = server(folder).start()) {
            assertThat(postgres.port()).isPositive();
            assertThatThrownBy(() -> server(folder).start())
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("in use by another process");
        }
    }

    @Test
    void endsTogetherWithAParentThatIsKilled() throws IOException, InterruptedException {
        Path folder = PartFolders.empty("orphan");
        long pid = killItsParent(folder);

        try (PostgresServer postgres = server(folder).start()) {
            assertThat(postgres.pid()).isNotEqualTo(pid);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void endsAnOrphanByPidAndStartTime() throws IOException, InterruptedException {
        Path folder = PartFolders.empty("stray");
        server(folder).start().close();
        Path data = folder.resolve("data");
        Process stray = new ProcessBuilder("sleep", "60").start();
        long began = stray.info().startInstant().orElseThrow().getEpochSecond();
        writePid(data, stray, began);

        try (PostgresServer postgres = server(folder).start()) {
            assertThat(postgres.cleanedUp().orElseThrow()).contains(Long.toString(stray.pid()));
            assertThat(stray.waitFor(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sparesAForeignProcessThatHasAnOldPid() throws IOException {
        Path folder = PartFolders.empty("foreign");
        server(folder).start().close();
        Path data = folder.resolve("data");
        Process foreign = new ProcessBuilder("sleep", "60").start();
        try {
            long longBefore =
                    foreign.info().startInstant().orElseThrow().getEpochSecond()
                            - Duration.ofHours(1).toSeconds();
            writePid(data, foreign, longBefore);

            try (PostgresServer postgres = server(folder).start()) {
                assertThat(postgres.cleanedUp()).isEmpty();
                assertThat(foreign.isAlive()).isTrue();
            }
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void namesTheLogWhenItDoesNotStart() {
        Path folder = PartFolders.empty("broken");

        assertThatThrownBy(() -> server(folder).setting("shared_buffers", "many").start())
                .isInstanceOf(PartException.class)
                .hasMessageContaining("shared_buffers");
    }

    private static PostgresServer.Builder server(Path folder) {
        return PostgresServer.in(folder).binaries(PartFolders.BINARIES);
    }

    private static void writePid(Path data, Process process, long began) throws IOException {
        Files.writeString(
                data.resolve("postmaster.pid"),
                "%d\n%s\n%d\n5432\n\n127.0.0.1\n".formatted(process.pid(), data, began));
    }

    private static long killItsParent(Path folder) throws IOException, InterruptedException {
        Path pidFile = folder.resolve("server.pid");
        Process parent =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        PostgresParent.class.getName(),
                                        folder.toString(),
                                        PartFolders.BINARIES.toString(),
                                        pidFile.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("parent.log").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(pidFile) || !parent.isAlive());
        long pid = Long.parseLong(Files.readString(pidFile));
        parent.destroyForcibly().waitFor();
        return pid;
    }

    private static String execute(PostgresServer postgres, String statement) throws SQLException {
        try (Connection connection = postgres.connect("automation", PostgresServer.OWNER);
                Statement run = connection.createStatement()) {
            if (!run.execute(statement)) {
                return "";
            }
            try (ResultSet row = run.getResultSet()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
