package io.automation.job.spec;

/** A spec file that cannot be understood; the message says where, what and the remedy. */
public final class SpecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    SpecException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where in the file, from 1. */
    public int line() {
        return line;
    }
}
