package io.automation.connectors.cdc;

/** Data that cannot be taken; without stack trace, since garbage may be frequent. */
final class RejectedException extends Exception {

    private final RejectReason reason;

    RejectedException(RejectReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }
}
