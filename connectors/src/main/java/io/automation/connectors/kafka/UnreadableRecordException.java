package io.automation.connectors.kafka;

/** A record of one of the jobs' own topics is not what their codec writes. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        super(message);
    }
}
