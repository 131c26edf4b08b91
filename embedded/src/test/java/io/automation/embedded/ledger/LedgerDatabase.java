package io.automation.embedded.ledger;

import io.automation.connectors.jdbc.PostgresPool;
import io.automation.embedded.parts.PostgresServer;
import io.automation.job.config.Database;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Ids;
import io.automation.model.run.Intent;
import io.automation.model.run.MailClass;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import io.automation.sql.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database with one organization, a workflow, an account and a template. */
final class LedgerDatabase implements AutoCloseable {

    static final String ORGANIZATION = "00000000-0000-4000-8000-000000000001";
    static final String WORKFLOW = "00000000-0000-4000-8000-000000000002";
    static final String ACCOUNT = "00000000-0000-4000-8000-000000000003";
    static final String TEMPLATE = "00000000-0000-4000-8000-000000000004";

    private static final String NAME = "ledger";

    private static final Path BINARIES = Path.of("target", "parts", "binaries");

    private final Path folder;
    private final PostgresPool pool;
    private PostgresServer server;

    /**
     * @param name of its folder below target, where a user who is not root may look
     */
    LedgerDatabase(String name) {
        folder = Path.of("target", "parts", name + "-" + ProcessHandle.current().pid());
        server = settings().start();
        server.createDatabase(NAME);
        Schema.migrate(server.jdbcUrl(NAME, PostgresServer.OWNER), PostgresServer.OWNER, "");
        // The login of the jobs: what they may not do shows here.
        pool =
                PostgresPool.open(
                        server.jdbcUrl(NAME, PostgresServer.JOB), PostgresServer.JOB, null, 8);
        execute(
                "INSERT INTO organizations (id, name) VALUES ('%s', 'Acme')"
                        .formatted(ORGANIZATION),
                account(ACCOUNT),
                """
                INSERT INTO automation_workflows (id, organization_id, name, trigger_type,
                    action_type) VALUES ('%s', '%s', 'w', 'health_score_change', 'send_email')
                """
                        .formatted(WORKFLOW, ORGANIZATION),
                """
                INSERT INTO email_templates (id, organization_id, name, subject, html_content)
                VALUES ('%s', '%s', 't', 'first', '<p>x</p>')
                """
                        .formatted(TEMPLATE, ORGANIZATION));
    }

    static String account(String id) {
        return "INSERT INTO accounts (id, organization_id, name) VALUES ('%s', '%s', 'a')"
                .formatted(id, ORGANIZATION);
    }

    DataSource source() {
        return pool.source();
    }

    /** The same for a job. */
    Database access() {
        return new Database(server.jdbcUrl(NAME, PostgresServer.JOB), PostgresServer.JOB, null);
    }

    /** Ends the server. */
    void stopServer() {
        server.close();
    }

    /** Starts it again where it was. */
    void startServer() {
        server = settings().port(server.port()).start();
    }

    private PostgresServer.Builder settings() {
        // Nothing here outlives the machine.
        return PostgresServer.in(folder).binaries(BINARIES).setting("fsync", "off");
    }

    /** As the owner. */
    void execute(String... statements) {
        try (Connection connection = server.connect(NAME, PostgresServer.OWNER);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row as text; null if there is none. */
    @Nullable String value(String sql, String... parameters) {
        try (Connection connection = server.connect(NAME, PostgresServer.OWNER);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@code status} or {@code status:reason} of a run, its steps and its deliveries by address.
     */
    String state(Run run) {
        String shape = "status || coalesce(':' || reason, '')";
        String all =
                """
                SELECT (SELECT %1$s FROM automation_runs WHERE id = ?::uuid) || ' ['
                  || coalesce((SELECT string_agg(%1$s, ' ' ORDER BY step) FROM automation_run_steps
                       WHERE run_id = ?::uuid), '') || '] ['
                  || coalesce((SELECT string_agg(%1$s, ' ' ORDER BY step, address)
                       FROM email_deliveries WHERE run_id = ?::uuid), '') || ']'
                """
                        .formatted(shape);
        return String.valueOf(value(all, run.id(), run.id(), run.id()));
    }

    /** Ends the lease of a delivery at once. */
    void expire(Intent intent) {
        execute(
                "UPDATE email_deliveries SET lease_until = clock_timestamp() - interval '1s'"
                        + " WHERE id = '%s'".formatted(intent.delivery().id()));
    }

    static Run run(String... addresses) {
        return run(WORKFLOW, ACCOUNT, RunStatus.QUEUED, null, addresses);
    }

    /** A run of one step, with a delivery for each address. */
    static Run run(
            String workflow,
            String account,
            RunStatus status,
            @Nullable Reason reason,
            String... addresses) {
        String id = UUID.randomUUID().toString();
        List<Delivery> deliveries = new ArrayList<>();
        for (String address : addresses) {
            deliveries.add(delivery(id, account, address, DeliveryStatus.QUEUED, null));
        }
        Step step = new Step(0, "send_email", StepStatus.QUEUED, 1_772_355_600_000L, null, null);
        return copy(
                id,
                workflow,
                account,
                status,
                reason,
                addresses.length == 0 ? List.of() : List.of(step),
                deliveries);
    }

    static Run copy(
            String id,
            String workflow,
            String account,
            RunStatus status,
            @Nullable Reason reason,
            List<Step> steps,
            List<Delivery> deliveries) {
        return new Run(
                "",
                id,
                workflow,
                1,
                ORGANIZATION,
                account,
                "health_score_change",
                "decrease:x:1",
                1_772_355_600_000L,
                status,
                reason,
                null,
                false,
                false,
                RunMode.LIVE,
                "{\"direction\":\"decrease\"}",
                steps,
                deliveries);
    }

    /** The same run, further on. */
    static Run with(Run run, RunStatus status, @Nullable Reason reason, StepStatus steps) {
        List<Step> moved =
                run.steps().stream()
                        .map(
                                s ->
                                        new Step(
                                                s.step(),
                                                s.actionType(),
                                                steps,
                                                s.dueAt(),
                                                reason,
                                                null))
                        .toList();
        return copy(
                run.id(),
                run.workflowId(),
                String.valueOf(run.accountId()),
                status,
                reason,
                moved,
                run.deliveries());
    }

    static Delivery delivery(
            String runId,
            String account,
            String address,
            DeliveryStatus status,
            @Nullable Reason reason) {
        return new Delivery(
                Ids.actionId(runId, 0, address),
                runId,
                0,
                ORGANIZATION,
                account,
                null,
                address,
                TEMPLATE,
                1,
                null,
                null,
                MailClass.CUSTOMER,
                status,
                reason,
                1_772_355_600_000L);
    }

    static Intent intent(Run run, int delivery, DeliveryMode mode) {
        return new Intent(run, run.deliveries().get(delivery), "smtp", mode, "{}");
    }

    @Override
    public void close() {
        pool.close();
        server.close();
    }
}
