package io.automation.embedded.definitions;

/** Definition files that cannot be looked at; the message is one line. */
public final class UnusableFilesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableFilesException(String message) {
        super(message);
    }
}
