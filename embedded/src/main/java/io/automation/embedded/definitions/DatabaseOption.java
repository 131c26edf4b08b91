package io.automation.embedded.definitions;

import io.automation.embedded.parts.RunningDemo;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The database that a command works on: the running demo's, or one that is named. */
final class DatabaseOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".automation",
            description = "Where the demo keeps everything (${DEFAULT-VALUE}).")
    private Path folder = Path.of(".automation");

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = {
                "Another database, jdbc:postgresql://host/db?user=…",
                "Its password comes from ~/.pgpass."
            })
    private @Nullable String url;

    /** A connection that commits nothing by itself. */
    Connection connect() throws SQLException {
        String address = url == null ? RunningDemo.databaseUrl(folder, spec.name()) : url;
        if (address == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no demo runs in "
                            + folder
                            + ". Start one: ./automation demo, or name a database: --jdbc-url");
        }
        if (!address.startsWith("jdbc:postgresql:")) {
            throw new ParameterException(
                    spec.commandLine(), "--jdbc-url begins with jdbc:postgresql:");
        }
        Connection connection = DriverManager.getConnection(address);
        connection.setAutoCommit(false);
        return connection;
    }
}
