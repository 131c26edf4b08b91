package io.automation.job.spec;

/** A spec file that cannot be understood; the message says where and why. */
final class SpecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SpecException(String message) {
        super(message);
    }

    SpecException(String message, Throwable cause) {
        super(message, cause);
    }
}
