package io.automation.job.evaluate;

import io.automation.model.change.Table;
import io.automation.model.run.Delivery;
import io.automation.udfs.condition.Engagement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs are about: an account, or all accounts of an organization that matched. */
interface Subject {

    /** The replayed folder; empty in a live job. */
    String folder();

    /** The account's id; null for an organization. */
    @Nullable String id();

    /** The account's status; null for an organization. */
    @Nullable String status();

    Definitions definitions();

    /** The variables of a run at an instant in epoch milliseconds. */
    RunVariables variables(String runId, long now, Map<String, Object> trigger) throws Exception;

    /** The engagements that conditions count. */
    Iterable<Engagement> engagements();

    /** The contacts or the team that a run's mails may go to. */
    List<Person> people(String runId, Table table) throws Exception;

    /** Whether there is any run that is remembered. */
    boolean hasRuns() throws Exception;

    /** The runs that are not over, or may be taken back. */
    Iterable<OpenRun> openRuns() throws Exception;

    @Nullable OpenRun run(String runId) throws Exception;

    void keep(OpenRun run) throws Exception;

    void forget(String runId) throws Exception;

    /** What is due next has to be worked out again. */
    void hasChanged();

    /**
     * Hears of the mails of a step.
     *
     * @param mails those kept back among them
     * @param now when the step is due, in epoch milliseconds
     */
    void mailed(RunProgress progress, List<Delivery> mails, long now) throws Exception;
}
