package io.automation.connectors.mail;

/** What became of a mail that was handed to a server. */
public sealed interface SendResult
        permits SendResult.Accepted,
                SendResult.Transient,
                SendResult.Refused,
                SendResult.Ambiguous {

    /** For people: the server's words, or what went wrong. */
    String message();

    /** The server took it; what it does later with it comes back as a bounce. */
    record Accepted(String message) implements SendResult {}

    /** The server did not take it and may later: sending again cannot double it. */
    record Transient(String message) implements SendResult {}

    /** It will never be taken as it is: the server says so, or it was not fit to be sent. */
    record Refused(String message) implements SendResult {}

    /** The connection broke between the mail's end and the reply: nobody can tell. */
    record Ambiguous(String message) implements SendResult {}
}
