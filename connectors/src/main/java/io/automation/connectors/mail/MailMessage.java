package io.automation.connectors.mail;

import io.automation.model.run.MailClass;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail as it goes over the wire; made only of parts that were looked at before. */
final class MailMessage extends MimeMessage {

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,76}");

    /** What the mail itself needs, or a relay writes. */
    private static final Set<String> RESERVED =
            Set.of(
                    "from",
                    "sender",
                    "to",
                    "cc",
                    "bcc",
                    "subject",
                    "date",
                    "message-id",
                    "mime-version",
                    "return-path",
                    "received",
                    "dkim-signature",
                    "auto-submitted",
                    "x-run-id",
                    "x-action-id");

    private static final int LONGEST_HEADER = 998;

    private final String messageId;

    private MailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /** What makes a mail unfit to be sent, or null. */
    static @Nullable String problem(OutgoingMail mail, String from) {
        String sender = Addresses.problem(from);
        if (sender != null) {
            return "invalid sender: " + sender;
        }
        String recipient = Addresses.problem(mail.to());
        if (recipient != null) {
            return "invalid recipient: " + recipient;
        }
        if (isNoLine(mail.subject())) {
            return "header injection: a control character in the subject";
        }
        if (mail.toName() != null && isNoLine(mail.toName())) {
            return "header injection: a control character in the recipient's name";
        }
        if (isNoToken(mail.actionId()) || isNoToken(mail.runId())) {
            return "an id is no plain token";
        }
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            String name = header.getKey();
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HEADER_NAME.matcher(name).matches()) {
                return "header injection: no name of a header";
            }
            if (RESERVED.contains(lower)
                    || lower.startsWith("content-")
                    || lower.startsWith("resent-")) {
                return "the header " + name + " cannot be set";
            }
            if (isNoLine(header.getValue()) || header.getValue().length() > LONGEST_HEADER) {
                return "header injection: a control character in " + name + ", or it is too long";
            }
        }
        return null;
    }

    private static boolean isNoLine(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    }

    private static boolean isNoToken(String text) {
        return text.isEmpty()
                || text.length() > 100
                || !text.chars()
                        .allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || c == '-'));
    }

    /** A mail that has no problem. */
    static MailMessage of(Session session, OutgoingMail mail, String from, Instant now)
            throws MessagingException {
        String messageId = messageId(mail, from);
        MailMessage message = new MailMessage(session, messageId);
        message.setFrom(new InternetAddress(from, true));
        message.setRecipient(Message.RecipientType.TO, recipient(mail));
        message.setSubject(mail.subject(), "UTF-8");
        message.setSentDate(Date.from(now));
        message.setHeader("X-Run-Id", mail.runId());
        message.setHeader("X-Action-Id", mail.actionId());
        if (mail.mailClass() == MailClass.INTERNAL) {
            message.setHeader("Auto-Submitted", "auto-generated");
        }
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), encoded(header.getValue()));
        }
        String text = mail.text();
        if (text == null) {
            message.setText(mail.html(), "UTF-8", "html");
        } else {
            MimeMultipart alternatives = new MimeMultipart("alternative");
            // The last one is the one preferred.
            alternatives.addBodyPart(part(text, "plain"));
            alternatives.addBodyPart(part(mail.html(), "html"));
            message.setContent(alternatives);
        }
        message.saveChanges();
        return message;
    }

    /** The same for every attempt, so that a relay can tell a second one. */
    static String messageId(OutgoingMail mail, String from) {
        return "<" + mail.actionId() + "@" + Addresses.domain(from) + ">";
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", subtype);
        return part;
    }

    /** With the name; not with one that looks like another address. */
    private static InternetAddress recipient(OutgoingMail mail) throws MessagingException {
        InternetAddress address = new InternetAddress(mail.to(), true);
        String name = mail.toName();
        if (name != null && !name.isBlank() && name.chars().noneMatch(c -> "@<>".indexOf(c) >= 0)) {
            try {
                address.setPersonal(name.strip(), "UTF-8");
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("every JRE has UTF-8", e);
            }
        }
        return address;
    }

    private static String encoded(String value) {
        try {
            return MimeUtility.encodeText(value, "UTF-8", null);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JRE has UTF-8", e);
        }
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
