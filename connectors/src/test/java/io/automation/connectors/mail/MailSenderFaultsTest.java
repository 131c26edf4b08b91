package io.automation.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.mail.ScriptedSmtpServer.At;
import io.automation.connectors.mail.ScriptedSmtpServer.Ending;
import io.automation.connectors.mail.ScriptedSmtpServer.Script;
import io.automation.model.run.MailClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that break and servers that say no, over real sockets. */
@Timeout(60)
class MailSenderFaultsTest {

    /** More than the sockets' buffers hold, so that a cut is felt before the end is written. */
    private static final String LONG_BODY = ("x".repeat(70) + "\n").repeat(200_000);

    static Stream<Arguments> cuts() {
        List<Arguments> cuts = new ArrayList<>();
        for (Ending ending : Ending.values()) {
            for (At at : List.of(At.CONNECT, At.EHLO, At.MAIL, At.RCPT, At.DATA, At.BODY)) {
                cuts.add(Arguments.of(at, ending, SendResult.Transient.class, 0));
            }
            cuts.add(Arguments.of(At.DOT, ending, SendResult.Ambiguous.class, 0));
            cuts.add(Arguments.of(At.ACCEPTED, Ending.CLOSE, SendResult.Accepted.class, 1));
        }
        return cuts.stream();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void saysWhatACutConnectionMeans(At at, Ending ending, Class<?> expected, int taken)
            throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(Script.cutting(at, ending));
                MailSender sender = sender(server.port())) {
            SendResult result = sender.send(mail("a1", at == At.BODY ? LONG_BODY : "body"));

            assertThat(result).isInstanceOf(expected);
            assertThat(server.accepted).hasSize(taken);
            assertThat(server.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void triesOnceMoreOnlyWhenAKeptConnectionDiedBeforeTheEnd(
            At at, Ending ending, Class<?> expected, int taken) throws Exception {
        if (at == At.CONNECT || at == At.EHLO) {
            return;
        }
        try (ScriptedSmtpServer server =
                        new ScriptedSmtpServer(
                                Script.FRIENDLY, Script.FRIENDLY, Script.cutting(at, ending));
                MailSender sender = sender(server.port())) {
            assertThat(sender.send(mail("a1", "body"))).isInstanceOf(SendResult.Accepted.class);

            SendResult result = sender.send(mail("a2", at == At.BODY ? LONG_BODY : "body"));

            boolean again = expected == SendResult.Transient.class;
            assertThat(result).isInstanceOf(again ? SendResult.Accepted.class : expected);
            assertThat(Collections.frequency(server.accepted, "a2")).isEqualTo(again ? 1 : taken);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 busy,       Transient",
        "CONNECT, 554 no service, Transient",
        "EHLO,    421 bye,        Transient",
        "MAIL,    451 later,      Transient",
        "MAIL,    421 bye,        Transient",
        "MAIL,    550 no sender,  Refused",
        "MAIL,    530 log in,     Transient",
        "RCPT,    450 busy,       Transient",
        "RCPT,    451 greylisted, Transient",
        "RCPT,    452 full,       Transient",
        "RCPT,    421 bye,        Transient",
        "RCPT,    550 no user,    Refused",
        "RCPT,    552 full,       Refused",
        "RCPT,    553 no,         Refused",
        "RCPT,    599 never,      Refused",
        "DATA,    451 later,      Transient",
        "DATA,    554 no,         Refused",
        "DOT,     451 later,      Transient",
        "DOT,     421 bye,        Transient",
        "DOT,     550 spam,       Refused",
        "DOT,     554 no,         Refused",
        "DOT,     hello,          Ambiguous",
        "DOT,     354 go on,      Ambiguous",
        "DOT,     250 queued,     Accepted",
    })
    void takesTheServersWord(At at, String reply, String expected) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(Script.replying(at, reply));
                MailSender sender = sender(server.port())) {
            SendResult result = sender.send(mail("a1", "body"));

            assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(result.message()).contains(reply);
            assertThat(server.accepted).hasSize(expected.equals("Accepted") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"451 later, Transient", "550 spam, Refused"})
    void takesAReplyThatWasReadAlthoughTheConnectionEndsBehindIt(String reply, String expected)
            throws Exception {
        Script script = new Script(List.of(At.ACCEPTED), Ending.RESET, Map.of(At.DOT, reply));
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(script);
                MailSender sender = sender(server.port())) {
            SendResult result = sender.send(mail("a1", "body"));

            // The reset may overtake the reply; then nobody can tell.
            assertThat(result.getClass().getSimpleName()).isIn(expected, "Ambiguous");
        }
    }

    @ParameterizedTest
    @CsvSource({"RCPT, Transient", "DATA, Transient", "DOT, Ambiguous"})
    void doesNotWaitForEver(At at, String expected) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(Script.replying(at, ""));
                MailSender sender =
                        new MailSender(
                                config(server.port())
                                        .withTimeouts(
                                                Duration.ofSeconds(1),
                                                Duration.ofMillis(300),
                                                Duration.ofMillis(300)))) {
            SendResult result = sender.send(mail("a1", "body"));

            assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        }
    }

    @Test
    void waitsLongerForTheReplyToTheEnd() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(Script.replying(At.DOT, ""));
                MailSender sender =
                        new MailSender(
                                config(server.port())
                                        .withTimeouts(
                                                Duration.ofSeconds(5),
                                                Duration.ofMillis(700),
                                                Duration.ofMillis(1_500)))) {
            long begin = System.nanoTime();
            SendResult result = sender.send(mail("a1", "body"));

            assertThat(result).isInstanceOf(SendResult.Ambiguous.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1_400));
        }
    }

    @Test
    void isTransientWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (MailSender sender = sender(port)) {
            assertThat(sender.send(mail("a1", "body"))).isInstanceOf(SendResult.Transient.class);
        }
    }

    @Test
    void goesOnAfterARefusalOnTheSameConnection() throws Exception {
        try (ScriptedSmtpServer server =
                        new ScriptedSmtpServer(Script.replying(At.RCPT, "550 no user"));
                MailSender sender = sender(server.port())) {
            assertThat(sender.send(mail("a1", "body"))).isInstanceOf(SendResult.Refused.class);
            // The script holds until a mail was taken.
            assertThat(sender.send(mail("a2", "body"))).isInstanceOf(SendResult.Refused.class);

            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void neverSpeaksWithoutTlsWhereTlsIsAskedFor() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer();
                MailSender sender =
                        new MailSender(
                                MailConfig.of(
                                                "127.0.0.1",
                                                server.port(),
                                                MailConfig.Security.STARTTLS,
                                                "a@b.example")
                                        .withLogin("user", "canary-password"))) {
            SendResult result = sender.send(mail("a1", "body"));

            assertThat(result).isInstanceOf(SendResult.Transient.class);
            assertThat(result.message()).contains("STARTTLS").doesNotContain("canary");
            assertThat(server.commands).noneMatch(line -> line.matches("(?i)(AUTH|MAIL).*"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = At.class,
            names = {"RCPT", "DOT"})
    void breaksOffWhenItIsClosed(At at) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(Script.replying(at, ""))) {
            MailSender sender = sender(server.port());
            Future<SendResult> result = thread.submit(() -> sender.send(mail("a1", "body")));
            Awaitility.await()
                    .until(() -> server.commands.stream().anyMatch(c -> c.startsWith("RCPT")));

            sender.close();

            assertThat(result.get())
                    .isInstanceOfAny(SendResult.Transient.class, SendResult.Ambiguous.class);
            assertThat(sender.send(mail("a2", "body"))).isInstanceOf(SendResult.Transient.class);
            assertThat(server.accepted).isEmpty();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void isNeverWrongUnderRandomCuts() throws Exception {
        sendsUnderRandomCuts(300);
    }

    @Test
    @Tag("faults")
    @Timeout(600)
    void isNeverWrongUnderManyRandomCuts() throws Exception {
        sendsUnderRandomCuts(8_000);
    }

    private static void sendsUnderRandomCuts(int mails) throws Exception {
        Random random = new Random(7);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Map<String, SendResult> results = new ConcurrentHashMap<>();
        try (ScriptedSmtpServer server = new ScriptedSmtpServer();
                MailSender sender = sender(server.port())) {
            for (int i = 0; i < mails * 3; i++) {
                At at = At.values()[random.nextInt(At.values().length)];
                Ending ending = Ending.values()[random.nextInt(2)];
                server.then(random.nextInt(3) == 0 ? Script.cutting(at, ending) : Script.FRIENDLY);
            }
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < mails; i++) {
                String id = "a" + i;
                sent.add(
                        threads.submit(
                                () -> results.put(id, sender.send(mail(id, "body\n".repeat(50))))));
            }
            for (Future<?> one : sent) {
                one.get();
            }

            assertThat(results).hasSize(mails);
            results.forEach(
                    (id, result) -> {
                        int taken = Collections.frequency(server.accepted, id);
                        if (result instanceof SendResult.Accepted) {
                            assertThat(taken).as(id).isEqualTo(1);
                        } else if (result instanceof SendResult.Ambiguous) {
                            assertThat(taken).as(id).isLessThanOrEqualTo(1);
                        } else {
                            assertThat(taken).as(id).isZero();
                        }
                    });
            assertThat(results.values().stream().map(Object::getClass).distinct())
                    .contains(SendResult.Accepted.class, SendResult.Transient.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private static MailConfig config(int port) {
        return MailConfig.of("127.0.0.1", port, MailConfig.Security.NONE, "from@acme.example");
    }

    private static MailSender sender(int port) {
        return new MailSender(config(port));
    }

    private static OutgoingMail mail(String actionId, String html) throws IOException {
        return new OutgoingMail(
                actionId,
                "r1",
                MailClass.CUSTOMER,
                null,
                "to@b.example",
                null,
                "subject",
                html,
                null,
                Map.of());
    }
}
