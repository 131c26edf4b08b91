package io.automation.embedded.replay;

/** Options or an input that cannot be replayed; the message is for the user. */
public final class UnusableArgsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableArgsException(String message) {
        super(message);
    }
}
