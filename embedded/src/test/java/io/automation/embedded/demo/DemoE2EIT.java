package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.ListeningSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The demo as a user starts it: a row in, a mail out, and it says itself that nothing is missing.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoE2EIT {

    private static final Path WORK = Path.of("target", "demo").toAbsolutePath();
    private static final Path KEPT = WORK.resolve("kept");
    private static final Duration START = Duration.ofSeconds(150);
    private static final Duration SECONDS_OF_A_MAIL = Duration.ofSeconds(30);
    private static final int RUNS = 10;

    /** Of every trigger one that ended well; the health of both directions is among the first. */
    private static final List<String> BREADTH =
            List.of(
                    "Health alert",
                    "Recovery",
                    "Churn prevention",
                    "Missed meeting",
                    "Bad outcome",
                    "No answer",
                    "Morning brief",
                    "Team brief",
                    "At risk",
                    "Welcome",
                    "Goal achieved",
                    "Goal missed",
                    "Renewal",
                    "Trouble ahead",
                    "Getting started",
                    "Business review");

    @BeforeAll
    static void beginAnew() throws IOException {
        Folders.delete(WORK);
        Files.createDirectories(WORK);
    }

    @Test
    @Order(1)
    void sendsMailsAndEndsByItself() throws Exception {
        try (DemoProcess demo = demo("first", "--exit-after", "90s")) {
            awaitReady(demo);
            assertThat(KEPT.resolve("pid")).hasContent(demo.pid() + "\n");
            List<ProcessHandle> descendants = demo.descendants();
            assertThat(ListeningSockets.reachable(demo.handle())).isEmpty();
            String visited = visit();

            assertThat(demo.awaitExit(START)).as(demo.text()).isZero();

            assertThat(visited).contains("success");
            assertThat(number(demo, "runs ([\\d,]+): ")).isGreaterThanOrEqualTo(RUNS);
            assertThat(number(demo, "mails +([\\d,]+) ")).isGreaterThanOrEqualTo(RUNS);
            assertThat(demo.text())
                    .contains("21 active, 0 refused")
                    .contains("lost 0, doubled 0, unknown 0");
            assertThat(BREADTH)
                    .as(demo.text())
                    .allMatch(
                            workflow ->
                                    Pattern.compile("(?m)^[0-9:]{8}  success  " + workflow + ' ')
                                            .matcher(demo.text())
                                            .find());
            assertThat(descendants).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(KEPT.resolve("pid")).doesNotExist();
        }
    }

    @Test
    @Order(2)
    void keepsEveryChangeForAReplay() throws IOException {
        try (var files = Files.list(KEPT.resolve("history"))) {
            Path history = files.findFirst().orElseThrow();

            assertThat(Files.readString(history))
                    .contains("\"table\":\"health_scores\"")
                    .contains("\"table\":\"automation_workflows\"")
                    .endsWith("}\n");
        }
    }

    @Test
    @Order(3)
    void goesOnWhereItStood() throws Exception {
        try (DemoProcess demo = demo("second", "--exit-after", "5s")) {
            assertThat(demo.awaitExit(START)).as(demo.text()).isZero();

            assertThat(demo.text()).contains("resumed").contains("lost 0, doubled 0, unknown 0");
        }
    }

    @Test
    @Order(4)
    void refusesAPortThatIsTaken() throws Exception {
        try (var taken =
                        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                DemoProcess demo = demo("taken", "--kafka-port", "" + taken.getLocalPort())) {
            assertThat(demo.awaitExit(START)).isEqualTo(1);

            assertThat(demo.text())
                    .contains("port %d (--kafka-port) is taken".formatted(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
    }

    /** What the README tells a visitor to do. */
    private static String visit() throws Exception {
        sql(
                "INSERT INTO health_scores (account_id, score)"
                        + " SELECT id, 41 FROM accounts WHERE name = 'Cloud Kettles'");
        await().atMost(SECONDS_OF_A_MAIL)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> run().contains("success"));
        return run();
    }

    private static String run() throws Exception {
        return sql(
                "SELECT r.status, d.status FROM automation_runs r"
                        + " JOIN email_deliveries d ON d.run_id = r.id AND d.status = 'accepted'"
                        + " JOIN automation_workflows w ON w.id = r.workflow_id"
                        + " JOIN accounts a ON a.id = r.account_id"
                        + " WHERE a.name = 'Cloud Kettles' AND w.name = 'Health alert'");
    }

    private static String sql(String statement) throws Exception {
        Path output = WORK.resolve("sql.out");
        try (DemoProcess sql =
                DemoProcess.start(output, "sql", "--dir", KEPT.toString(), statement)) {
            assertThat(sql.awaitExit(SECONDS_OF_A_MAIL)).as(sql.text()).isZero();
            return sql.text();
        }
    }

    private static void awaitReady(DemoProcess demo) {
        await().atMost(START)
                .until(() -> !demo.isAlive() || demo.text().contains("read the mails"));
        assertThat(demo.isAlive()).as(demo.text()).isTrue();
    }

    private static DemoProcess demo(String name, String... options) throws IOException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "demo";
        arguments[1] = "--dir";
        arguments[2] = KEPT.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return DemoProcess.start(WORK.resolve(name + ".out"), arguments);
    }

    private static int number(DemoProcess demo, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(demo.text());
        assertThat(found.find()).as(demo.text()).isTrue();
        return Integer.parseInt(found.group(1).replace(",", ""));
    }
}
