package io.automation.embedded.demo;

import io.automation.embedded.cli.Terminal;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.PartException;
import io.automation.model.workflow.Durations;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: everything embedded in one process tree. */
@Command(
        name = "demo",
        description =
                "Run the whole system with invented customers that change by themselves: PostgreSQL,"
                        + " Debezium, Kafka, Flink and a mail catcher in one process tree.",
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--exit-after",
            paramLabel = "DURATION",
            description = "End by itself, so long after all parts are ready: 60s, 5m.")
    private @Nullable String exitAfter;

    @Option(names = "--fresh", description = "Begin anew: what an earlier demo kept is deleted.")
    private boolean fresh;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".automation",
            description = "Where everything is kept (${DEFAULT-VALUE}).")
    private Path folder = Path.of(".automation");

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "30",
            description = "Changes a second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--guarantee",
            paramLabel = "G",
            defaultValue = "exactly-once",
            description =
                    "How decisions are written: exactly-once or at-least-once, which does not wait"
                            + " for the checkpoint (${DEFAULT-VALUE}).")
    private String guarantee = "exactly-once";

    @Option(names = "--postgres-port", paramLabel = "PORT", description = "Of PostgreSQL.")
    private @Nullable Integer postgresPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Of Kafka.")
    private @Nullable Integer kafkaPort;

    @Option(names = "--mail-port", paramLabel = "PORT", description = "Of the mail catcher.")
    private @Nullable Integer mailPort;

    @Option(names = "--mail-page-port", paramLabel = "PORT", description = "Of its page.")
    private @Nullable Integer mailPagePort;

    @Option(names = "--flink-port", paramLabel = "PORT", description = "Of Flink's page.")
    private @Nullable Integer flinkPort;

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DemoOptions options = options();
        // Before the first logger is made: the terminal belongs to the view.
        System.setProperty("automation.log.to", "file");
        System.setProperty("automation.log.file", DemoFolder.log(folder).toString());
        System.setProperty("log4j.shutdownHookEnabled", "false");
        try (Demo demo = new Demo(options, terminal)) {
            return demo.run();
        } catch (IOException unusable) {
            throw refused(
                    "--dir %s cannot be used (%s); choose a folder that you may write to"
                            .formatted(folder, Folders.reason(unusable)));
        } catch (PartException failed) {
            terminal.out().flush();
            terminal.err().printf("%n%-13s %s%n", failed.part(), failed.getMessage());
            terminal.err().printf("%-13s %s%n", "log", DemoFolder.log(folder));
            return 1;
        }
    }

    private DemoOptions options() {
        Long millis = exitAfter == null ? null : Durations.parse(exitAfter);
        if (exitAfter != null && millis == null) {
            throw refused("--exit-after %s is no duration; write 60s or 5m".formatted(exitAfter));
        }
        if (!(rate > 0 && rate <= 1_000)) {
            throw refused("--rate is above 0 and at most 1000");
        }
        if (!guarantee.equals("exactly-once") && !guarantee.equals("at-least-once")) {
            throw refused("--guarantee is exactly-once or at-least-once, not " + guarantee);
        }
        return new DemoOptions(
                folder,
                fresh,
                millis == null ? null : Duration.ofMillis(millis),
                rate,
                guarantee,
                askedPorts(),
                ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private Map<DemoPort, Integer> askedPorts() {
        Map<DemoPort, Integer> asked = new EnumMap<>(DemoPort.class);
        put(asked, DemoPort.POSTGRES, postgresPort);
        put(asked, DemoPort.KAFKA, kafkaPort);
        put(asked, DemoPort.MAIL, mailPort);
        put(asked, DemoPort.MAIL_PAGE, mailPagePort);
        put(asked, DemoPort.FLINK, flinkPort);
        asked.forEach(
                (port, number) -> {
                    if (number < 1 || number > HIGHEST_PORT) {
                        throw refused(
                                "%s %d is no port; write 1 to %d"
                                        .formatted(port.option(), number, HIGHEST_PORT));
                    }
                });
        return asked;
    }

    private static void put(Map<DemoPort, Integer> asked, DemoPort port, @Nullable Integer number) {
        if (number != null) {
            asked.put(port, number);
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
