package io.automation.embedded.parts;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server with logical replication: real programs, data kept in a folder.
 *
 * <p>It listens on 127.0.0.1 only and trusts the logins {@code demo} (owner of the databases),
 * {@code job}, {@code cdc} and {@code console}; the superuser has a password that only this user
 * can read, since a superuser runs programs.
 */
public final class PostgresServer implements AutoCloseable {

    /** The owner of the databases. */
    public static final String OWNER = "demo";

    /** The login of the two jobs. */
    public static final String JOB = "job";

    /** The login of Debezium. */
    public static final String CDC = "cdc";

    /** The login of a console. */
    public static final String CONSOLE = "console";

    private static final String PART = "PostgreSQL";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(15);
    private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(5);
    private static final Duration SAME_START = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 20;
    private static final long LONGEST_LOG = 10L << 20;

    private static final String ACCESS =
            """
            host all         postgres 127.0.0.1/32 scram-sha-256
            host replication postgres 127.0.0.1/32 scram-sha-256
            host all         all      127.0.0.1/32 trust
            host replication all      127.0.0.1/32 trust
            """;

    private static final String LOGINS =
            """
            DO $$
            DECLARE
              name TEXT;
            BEGIN
              FOREACH name IN ARRAY ARRAY['automation_job', 'automation_cdc', 'automation_console',
                  'automation_demo', 'demo', 'job', 'cdc', 'console'] LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                  EXECUTE format('CREATE ROLE %I', name);
                END IF;
              END LOOP;
            END $$;
            ALTER ROLE demo LOGIN CREATEROLE CREATEDB REPLICATION;
            ALTER ROLE job LOGIN;
            ALTER ROLE cdc LOGIN REPLICATION;
            ALTER ROLE console LOGIN;
            GRANT pg_monitor, pg_signal_backend, automation_demo TO demo;
            GRANT automation_job TO job;
            GRANT automation_cdc TO cdc;
            GRANT automation_console TO console;
            """;

    private final Path data;
    private final int port;
    private final Process process;
    private final FileChannel lock;
    private final String superuserPassword;
    private final @Nullable String cleanedUp;

    private PostgresServer(
            Path data,
            int port,
            Process process,
            FileChannel lock,
            String superuserPassword,
            @Nullable String cleanedUp) {
        this.data = data;
        this.port = port;
        this.process = process;
        this.lock = lock;
        this.superuserPassword = superuserPassword;
        this.cleanedUp = cleanedUp;
    }

    /** A server whose data, programs and log lie in a folder. */
    public static Builder in(Path directory) {
        return new Builder(directory);
    }

    public int port() {
        return port;
    }

    /** The server's process. */
    public long pid() {
        return process.pid();
    }

    /** What was cleaned up of a run that was killed, for the user. */
    public Optional<String> cleanedUp() {
        return Optional.ofNullable(cleanedUp);
    }

    public String jdbcUrl(String database, String user) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, user);
    }

    /** The address as psql takes it. */
    public String uri(String database, String user) {
        return "postgresql://%s@127.0.0.1:%d/%s".formatted(user, port, database);
    }

    /** A connection as one of the logins. */
    public Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database, user));
    }

    /** Creates a database of {@link #OWNER}, unless it is there. */
    public void createDatabase(String name) {
        try (Connection connection = connectAsSuperuser(port, superuserPassword);
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = "
                                    + statement.enquoteLiteral(name))) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute(
                    "CREATE DATABASE "
                            + statement.enquoteIdentifier(name, true)
                            + " OWNER "
                            + OWNER);
        } catch (SQLException failed) {
            throw new PartException(
                    PART,
                    "did not create the database " + name + ": " + failed.getMessage(),
                    failed);
        }
    }

    /** Ends the server: fast, or immediately if that takes too long. */
    @Override
    public void close() {
        end(process.toHandle());
        try {
            lock.close();
        } catch (IOException failed) {
            LOG.warn("The lock of {} was not released", data, failed);
        }
    }

    private static void end(ProcessHandle server) {
        signal(server, "INT");
        if (!awaitEnd(server, FAST_SHUTDOWN)) {
            signal(server, "QUIT");
            if (!awaitEnd(server, IMMEDIATE_SHUTDOWN)) {
                server.destroyForcibly();
                awaitEnd(server, IMMEDIATE_SHUTDOWN);
            }
        }
    }

    private static boolean awaitEnd(ProcessHandle server, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (isRunning(server)) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** An orphan that has ended stays a zombie where the first process does not collect them. */
    private static boolean isRunning(ProcessHandle server) {
        if (!server.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(server.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return server.isAlive();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartException(PART, "was interrupted", interrupted);
        }
    }

    /** Java itself can only send SIGTERM, on which PostgreSQL waits for its clients. */
    private static void signal(ProcessHandle server, String signal) {
        try {
            Process kill =
                    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + server.pid())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            kill.onExit().join();
        } catch (IOException failed) {
            LOG.warn("kill -{} {} failed", signal, server.pid(), failed);
            server.destroy();
        }
    }

    private static Connection connectAsSuperuser(int port, String password) throws SQLException {
        // Whoever else may listen there need not answer.
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=5&loginTimeout=5",
                "postgres",
                password);
    }

    /** What a server is started with. */
    public static final class Builder {

        private final Path directory;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private Path binaries;
        private int port;

        private Builder(Path directory) {
            this.directory = directory.toAbsolutePath().normalize();
            this.binaries = this.directory.resolve("binaries");
            settings.put("unix_socket_directories", "");
            settings.put("listen_addresses", "127.0.0.1");
            settings.put("wal_level", "logical");
            settings.put("max_wal_senders", "10");
            settings.put("max_replication_slots", "10");
            // A capture that was killed holds its slot until the server gives it up.
            settings.put("wal_sender_timeout", "5s");
            settings.put("fsync", "on");
            settings.put("timezone", "UTC");
            settings.put("log_timezone", "UTC");
            settings.put("shared_buffers", "64MB");
        }

        /** The port; without it a free one. */
        public Builder port(int asked) {
            this.port = asked;
            return this;
        }

        /** Where the programs are unpacked; without it in the server's folder. */
        public Builder binaries(Path folder) {
            this.binaries = folder.toAbsolutePath().normalize();
            return this;
        }

        /** A setting of postgresql.conf. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Starts the server, with all logins; ends what a killed run left behind first. */
        public PostgresServer start() {
            try {
                Files.createDirectories(directory);
                FileChannel lock = lock();
                try {
                    return start(lock);
                } catch (IOException | RuntimeException failed) {
                    lock.close();
                    throw failed;
                }
            } catch (IOException failed) {
                throw new PartException(
                        PART, "did not start in %s: %s".formatted(directory, failed), failed);
            }
        }

        /** Held by the living: whoever gets it knows that a running server is an orphan. */
        private FileChannel lock() throws IOException {
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException held) {
                LOG.debug("{} is held by this process", directory);
            }
            channel.close();
            throw new PartException(
                    PART,
                    "%s is in use by another process. Choose another folder, or stop it."
                            .formatted(directory));
        }

        private PostgresServer start(FileChannel lock) throws IOException {
            Path programs = PostgresBinaries.unpackedIn(binaries);
            Unprivileged user = Unprivileged.reaching(programs.resolve("initdb"), directory);
            Path data = directory.resolve("data");
            String cleanedUp = endOrphan(data);
            String password = initialise(programs, user, data);

            int chosen = port == 0 ? FreePorts.any() : port;
            Process process = launch(command(programs, data, chosen), user);
            try {
                awaitReady(process, chosen, password);
            } catch (RuntimeException failed) {
                end(process.toHandle());
                throw failed;
            }
            return new PostgresServer(data, chosen, process, lock, password, cleanedUp);
        }

        private static @Nullable String endOrphan(Path data) throws IOException {
            Path pidFile = data.resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return null;
            }
            List<String> lines = Files.readAllLines(pidFile);
            Optional<ProcessHandle> orphan =
                    lines.size() < 3 ? Optional.empty() : running(lines.get(0), lines.get(2));
            if (orphan.isEmpty()) {
                // Not ours to keep: the server takes a foreign process of that id for itself.
                Files.deleteIfExists(pidFile);
                return null;
            }
            end(orphan.get());
            return "ended PostgreSQL (process %d), left behind by a run that was killed"
                    .formatted(orphan.get().pid());
        }

        /** The process of an id that began when the server says it began. */
        private static Optional<ProcessHandle> running(String pid, String epochSecond) {
            Instant began = Instant.ofEpochSecond(Long.parseLong(epochSecond.strip()));
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(
                            process ->
                                    process.info()
                                            .startInstant()
                                            .filter(
                                                    start ->
                                                            Duration.between(start, began)
                                                                            .abs()
                                                                            .compareTo(SAME_START)
                                                                    <= 0)
                                            .isPresent());
        }

        /** The superuser's password; creates the data folder unless it is there. */
        private String initialise(Path programs, Unprivileged user, Path data) throws IOException {
            // Moved to its name when all is there: a folder without it is an unfinished one.
            Path secret = directory.resolve("superuser.password");
            if (Files.exists(secret)) {
                user.own(data);
                return Files.readString(secret).strip();
            }
            Folders.delete(data);
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            Path unfinished = directory.resolve("superuser.password.new");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, password);
            user.own(unfinished);

            Files.createDirectories(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            user.own(data);
            Process initdb =
                    process(
                                    user.command(
                                            List.of(
                                                    programs.resolve("initdb").toString(),
                                                    "--pgdata=" + data,
                                                    "--username=postgres",
                                                    "--pwfile=" + unfinished,
                                                    "--auth=scram-sha-256",
                                                    "--encoding=UTF-8",
                                                    "--locale=C.UTF-8",
                                                    "--no-sync")))
                            .start();
            if (initdb.onExit().join().exitValue() != 0) {
                throw new PartException(PART, "did not create its data folder:\n" + endOfLog());
            }
            Path access = data.resolve("pg_hba.conf");
            Files.writeString(access, ACCESS, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(unfinished, secret, StandardCopyOption.ATOMIC_MOVE);
            return password;
        }

        private List<String> command(Path programs, Path data, int chosen) {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    programs.resolve("postgres").toString(),
                                    "-D",
                                    data.toString(),
                                    "-p",
                                    Integer.toString(chosen)));
            settings.forEach(
                    (name, value) -> {
                        command.add("-c");
                        command.add(name + "=" + value);
                    });
            return command;
        }

        /**
         * Starts the server from a thread that lives as long as it: the kernel takes the end of the
         * starting thread, not of the process, for the parent's death.
         */
        private Process launch(List<String> command, Unprivileged user) throws IOException {
            ProcessBuilder builder = process(user.commandEndingWithParent(command));
            CompletableFuture<Process> started = new CompletableFuture<>();
            Thread keeper =
                    new Thread(
                            () -> {
                                try {
                                    Process process = builder.start();
                                    started.complete(process);
                                    int code = process.onExit().join().exitValue();
                                    LOG.info("PostgreSQL ended with code {}", code);
                                } catch (IOException failed) {
                                    started.completeExceptionally(failed);
                                }
                            },
                            "postgres-keeper");
            keeper.setDaemon(true);
            keeper.start();
            try {
                return started.join();
            } catch (CompletionException failed) {
                throw new IOException(failed.getCause());
            }
        }

        private ProcessBuilder process(List<String> command) throws IOException {
            File log = log().toFile();
            if (log.length() > LONGEST_LOG) {
                Files.delete(log.toPath());
            }
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        }

        private Path log() {
            return directory.resolve("postgres.log");
        }

        private void awaitReady(Process process, int chosen, String password) throws IOException {
            Instant end = Instant.now().plus(START);
            while (true) {
                try (Connection connection = connectAsSuperuser(chosen, password);
                        Statement statement = connection.createStatement()) {
                    statement.execute(LOGINS);
                    return;
                } catch (SQLException notYet) {
                    if (!process.isAlive() || Instant.now().isAfter(end)) {
                        throw new PartException(
                                PART,
                                "did not start (%s):\n%s"
                                        .formatted(notYet.getMessage(), endOfLog()),
                                notYet);
                    }
                }
                pause();
            }
        }

        private String endOfLog() throws IOException {
            List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        }
    }
}
