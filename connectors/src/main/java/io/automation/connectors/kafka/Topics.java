package io.automation.connectors.kafka;

/**
 * The names of all topics; nobody else knows one.
 *
 * @param changes where Debezium's captured changes are
 * @param prefix what the names of the topics that the jobs write begin with
 */
public record Topics(String changes, String prefix) {

    /** Runs, intents and call-backs, by run id. */
    public String runs() {
        return prefix + ".runs";
    }

    /** The answer to every definition. */
    public String definitions() {
        return prefix + ".definitions";
    }

    /** What was decided, and why, by workflow and account. */
    public String decisions() {
        return prefix + ".decisions";
    }

    /** What was rejected, with its reason in the headers. */
    public String deadLetters() {
        return prefix + ".dead-letters";
    }
}
