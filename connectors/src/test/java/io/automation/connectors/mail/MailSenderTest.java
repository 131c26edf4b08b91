package io.automation.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.model.run.MailClass;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.server.SMTPServer;

/** Mails as a server gets them, and what is never sent to one. */
class MailSenderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private record Envelope(@Nullable String from, String to, byte[] data) {}

    private final List<Envelope> received = new CopyOnWriteArrayList<>();
    private final SMTPServer server =
            SMTPServer.port(0)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .messageHandler(
                            (context, from, to, data) -> received.add(new Envelope(from, to, data)))
                    .build();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void sendsBothTextsWithDeterministicHeaders() throws Exception {
        OutgoingMail mail =
                new OutgoingMail(
                        "5f0c4c1e-7f67-5b9c-8f7b-000000000001",
                        "run-1",
                        MailClass.CUSTOMER,
                        "hello@acme.example",
                        "ann@customer.example",
                        "Ann Möller",
                        "Gesundheit: 59 – jetzt prüfen ✓",
                        "<p>Grüße</p>",
                        "Grüße\n.\nEnde",
                        Map.of("X-Topic", "Umlaut ü"));

        try (MailSender sender = sender()) {
            assertThat(sender.send(mail)).isInstanceOf(SendResult.Accepted.class);
            assertThat(sender.messageId(mail))
                    .isEqualTo("<5f0c4c1e-7f67-5b9c-8f7b-000000000001@acme.example>");
        }

        assertThat(received).hasSize(1);
        assertThat(received.get(0).from()).isEqualTo("hello@acme.example");
        assertThat(received.get(0).to()).isEqualTo("ann@customer.example");
        MimeMessage message = parsed(0);
        assertThat(message.getMessageID())
                .isEqualTo("<5f0c4c1e-7f67-5b9c-8f7b-000000000001@acme.example>");
        assertThat(message.getSubject()).isEqualTo("Gesundheit: 59 – jetzt prüfen ✓");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getAllRecipients()[0].toString()).contains("ann@customer.example");
        assertThat(message.getSentDate()).isEqualTo(NOW);
        assertThat(message.getHeader("X-Run-Id")).containsExactly("run-1");
        assertThat(message.getHeader("X-Action-Id"))
                .containsExactly("5f0c4c1e-7f67-5b9c-8f7b-000000000001");
        assertThat(message.getHeader("Auto-Submitted")).isNull();
        assertThat(message.getHeader("List-Unsubscribe")).isNull();
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat(parts.getBodyPart(0).getContent().toString().replace("\r", "").strip())
                .isEqualTo("Grüße\n.\nEnde");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(parts.getBodyPart(1).getContent().toString().strip()).isEqualTo("<p>Grüße</p>");
    }

    @Test
    void marksInternalMailsAndTakesTheConfiguredSender() throws Exception {
        OutgoingMail mail =
                new OutgoingMail(
                        "a1",
                        "r1",
                        MailClass.INTERNAL,
                        null,
                        "team@acme.example",
                        null,
                        "s",
                        "<p>x</p>",
                        null,
                        Map.of());

        try (MailSender sender = sender()) {
            assertThat(sender.send(mail)).isInstanceOf(SendResult.Accepted.class);
        }

        MimeMessage message = parsed(0);
        assertThat(received.get(0).from()).isEqualTo("default@acme.example");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getContentType()).startsWith("text/html");
    }

    @Test
    void keepsConnectionsWithinTheirNumber() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (MailSender sender = sender()) {
            List<Future<SendResult>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "a" + i;
                results.add(threads.submit(() -> sender.send(mail(id, Map.of()))));
            }
            for (Future<SendResult> result : results) {
                assertThat(result.get()).isInstanceOf(SendResult.Accepted.class);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(received).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@",
                "@b.example",
                "a@b@c.example",
                "a b@c.example",
                "a@b.example,c@d.example",
                "a@b.example;c@d.example",
                "a@b.example c@d.example",
                "Boss <a@b.example>",
                "<a@b.example>",
                "\"a@b.example\" <x@y.example>",
                "\"a b\"@c.example",
                "\"a\\\"b\"@c.example",
                "a@b.example\r\nBcc: c@d.example",
                "a@b.example\n",
                "a@b.example\u0000",
                "a@b.example\t",
                " a@b.example",
                "a@[127.0.0.1]",
                "a@-b.example",
                "a@b..example",
                "a..b@c.example",
                ".a@c.example",
                "a.@c.example",
                "a(comment)@b.example",
                "group:a@b.example;",
                "a@b.example>\u760d\u760aRCPT TO:<c@d.example",
                "a\u760d\u760a@b.example",
                "a@b\u760a.example",
                "ä@b.example",
                "a@bücher.example",
                "a@b.example.",
                "root@localhost\u2028",
            })
    void sendsToPlainAddressesOnly(String address) throws Exception {
        try (MailSender sender = sender()) {
            assertThat(sender.send(mail("a1", address, null, "s", null, Map.of())))
                    .isInstanceOf(SendResult.Refused.class);
            assertThat(sender.send(mail("a1", "a@b.example", null, "s", address, Map.of())))
                    .isInstanceOf(SendResult.Refused.class);
        }
        assertThat(received).isEmpty();
        assertThatThrownBy(() -> MailConfig.of("h", 25, MailConfig.Security.NONE, address))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example",
                "a.b+c_d-e@b-c.example",
                "o'hara@b.example",
                "a@xn--bcher-kva.example",
                "postmaster@localhost",
            })
    void sendsToUsualAddresses(String address) throws Exception {
        try (MailSender sender = sender()) {
            assertThat(sender.send(mail("a1", address, null, "s", null, Map.of())))
                    .isInstanceOf(SendResult.Accepted.class);
        }
        assertThat(received).extracting(Envelope::to).containsExactly(address);
    }

    @Test
    void refusesAddressesThatAreTooLong() {
        assertThat(Addresses.problem("a".repeat(65) + "@b.example")).isNotNull();
        assertThat(Addresses.problem("a@" + "b".repeat(64) + ".example")).isNotNull();
        assertThat(Addresses.problem("a@" + "b.".repeat(127) + "example")).isNotNull();
        assertThat(Addresses.problem("a".repeat(64) + "@b.example")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 10, 11, 12, 13, 27, 127, 0x85, 0x2028, 0x2029})
    void neverPutsAControlCharacterIntoAHeader(int character) throws Exception {
        String evil = "x" + Character.toString(character) + "Bcc: c@d.example";
        Map<String, String> byValue = Map.of("X-Topic", evil);
        Map<String, String> byName = Map.of(evil, "x");

        try (MailSender sender = sender()) {
            for (OutgoingMail mail :
                    List.of(
                            mail("a1", "a@b.example", null, evil, null, Map.of()),
                            mail("a1", "a@b.example", evil, "s", null, Map.of()),
                            mail("a1", "a@b.example", null, "s", null, byValue),
                            mail("a1", "a@b.example", null, "s", null, byName),
                            mail(evil, "a@b.example", null, "s", null, Map.of()))) {
                assertThat(sender.send(mail)).isInstanceOf(SendResult.Refused.class);
            }
        }
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "to",
                "CC",
                "Bcc",
                "Subject",
                "Date",
                "Message-ID",
                "Content-Type",
                "content-transfer-encoding",
                "MIME-Version",
                "Return-Path",
                "Resent-To",
                "X-Run-Id",
                "x-action-id",
                "Auto-Submitted",
                "Bad Name",
                "Bad:Name",
                "",
                "Ünicode",
            })
    void letsNobodySetTheMailsOwnHeaders(String name) throws Exception {
        try (MailSender sender = sender()) {
            assertThat(sender.send(mail("a1", Map.of(name, "x"))))
                    .isInstanceOf(SendResult.Refused.class);
        }
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Ann,                        Ann <a@b.example>",
        "'Ann, Boss',                '\"Ann, Boss\" <a@b.example>'",
        "ceo@bank.example,           a@b.example",
        "Ann <ceo@bank.example>,     a@b.example",
        "'  ',                       a@b.example",
    })
    void showsNoNameThatLooksLikeAnAddress(String name, String shown) throws Exception {
        try (MailSender sender = sender()) {
            sender.send(mail("a1", "a@b.example", name, "s", null, Map.of()));
        }
        assertThat(parsed(0).getHeader("To")).containsExactly(shown);
    }

    @Test
    void neitherFoldsNorSplitsALongSubjectWrongly() throws Exception {
        String subject = "Ünbekannt ".repeat(90).strip();
        try (MailSender sender = sender()) {
            sender.send(mail("a1", "a@b.example", null, subject, null, Map.of()));
        }
        assertThat(parsed(0).getSubject()).isEqualTo(subject);
    }

    @Test
    void printsNoPassword() {
        MailConfig config =
                MailConfig.of("h", 25, MailConfig.Security.TLS, "a@b.example")
                        .withLogin("user", "canary");

        assertThat(config.toString()).doesNotContain("canary").doesNotContain("user");
    }

    private MailSender sender() {
        return new MailSender(
                MailConfig.of(
                        "127.0.0.1",
                        server.getPortAllocated(),
                        MailConfig.Security.NONE,
                        "default@acme.example"),
                InstantSource.fixed(NOW));
    }

    private static OutgoingMail mail(String actionId, Map<String, String> headers) {
        return mail(actionId, "a@b.example", null, "s", null, headers);
    }

    private static OutgoingMail mail(
            String actionId,
            String to,
            @Nullable String toName,
            String subject,
            @Nullable String from,
            Map<String, String> headers) {
        return new OutgoingMail(
                actionId,
                "r1",
                MailClass.CUSTOMER,
                from,
                to,
                toName,
                subject,
                "<p>x</p>",
                null,
                new HashMap<>(headers));
    }

    private MimeMessage parsed(int index) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(received.get(index).data()));
    }
}
