package io.automation.embedded.explain;

/** Nothing, or more than one thing, has the name or id that was asked for. */
final class UnknownNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownNameException(String message) {
        super(message);
    }
}
