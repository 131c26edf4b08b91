package io.automation.embedded.parts;

/** A part that does not start or answer; the message is for the user and names the remedy. */
public final class PartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String part;

    public PartException(String part, String message) {
        super(message);
        this.part = part;
    }

    public PartException(String part, String message, Throwable cause) {
        super(message, cause);
        this.part = part;
    }

    /** The part's name as people know it: {@code Kafka}. */
    public String part() {
        return part;
    }
}
