package io.automation.embedded.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real SMTP conversations, the files they leave and the page that shows them. */
class MailCatcherITCase {

    private static final String RUN = "7f3a1c52-0000-4000-8000-000000000000";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path folder;
    private MailCatcher catcher;

    @BeforeEach
    void start() {
        catcher = MailCatcher.start(folder);
    }

    @AfterEach
    void stop() {
        catcher.close();
    }

    @Test
    void keepsEnvelopeAndHeaders() throws MessagingException {
        send("a@b.example", "Größe: health fell", "<p>58</p>");

        CaughtMail mail = catcher.mails().get(0);
        assertThat(mail.to()).isEqualTo("a@b.example");
        assertThat(mail.from()).isEqualTo("bounces@automation.example");
        assertThat(mail.subject()).isEqualTo("Größe: health fell");
        assertThat(mail.runId()).isEqualTo(RUN);
        assertThat(mail.messageId()).startsWith("<");
        assertThat(mail.headers()).containsKey("x-run-id").containsKey("From");
    }

    @Test
    void hasTheFileBeforeItSaysSo() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), catcher.port());
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = socket.getOutputStream()) {
            assertThat(in.readLine()).startsWith("220");
            say(in, out, "HELO here", "250");
            say(in, out, "MAIL FROM:<x@y.example>", "250");
            say(in, out, "RCPT TO:<a@b.example>", "250");
            say(in, out, "RCPT TO:<c@d.example>", "250");
            say(in, out, "DATA", "354");
            say(in, out, "Subject: plain\r\n\r\nbody\r\n..dot\r\n.", "250");

            assertThat(files()).hasSize(1).allMatch(file -> file.toString().endsWith(".eml"));
            assertThat(Files.readString(files().get(0))).endsWith("body\r\n.dot\r\n");
            assertThat(catcher.mails().get(0).to()).isEqualTo("a@b.example, c@d.example");
        }
    }

    @Test
    void keepsNothingOfAConversationThatBreaksOff() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), catcher.port());
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = socket.getOutputStream()) {
            assertThat(in.readLine()).startsWith("220");
            say(in, out, "HELO here", "250");
            say(in, out, "MAIL FROM:<x@y.example>", "250");
            say(in, out, "RCPT TO:<a@b.example>", "250");
            say(in, out, "DATA", "354");
            out.write("Subject: half\r\n\r\nbo".getBytes(StandardCharsets.US_ASCII));
        }

        await().during(Duration.ofMillis(300)).until(() -> files().isEmpty());
        assertThat(catcher.mails()).isEmpty();
    }

    @Test
    void survivesARestartAndCountsOn() throws MessagingException {
        send("a@b.example", "first", "<p>1</p>");
        catcher.close();
        catcher = MailCatcher.start(folder);

        send("a@b.example", "second", "<p>2</p>");

        assertThat(catcher.count()).isEqualTo(2);
        assertThat(catcher.mails())
                .extracting(CaughtMail::subject)
                .containsExactly("first", "second");
        assertThat(catcher.mailsFrom(1)).extracting(CaughtMail::subject).containsExactly("second");
        assertThat(catcher.mailsFrom(9)).isEmpty();
    }

    @Test
    void listsNewestFirstAndEscapesWhatIsForeign() throws Exception {
        send("a@b.example", "older", "<p>1</p>");
        send("a@b.example", "<script>alert(1)</script>", "<p>2</p>");

        HttpResponse<String> list = get("/");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).containsSubsequence("&lt;script&gt;alert(1)", "older");
        assertThat(list.body()).doesNotContain("<script>alert");
        assertThat(list.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(get("/?q=OLDER").body()).contains("older").doesNotContain("alert(1)");
    }

    @Test
    void showsAMailAsHtmlTextAndHeaders() throws Exception {
        send("a@b.example", "views", "<p>in <b>HTML</b></p>");
        String mail = "/mails/" + catcher.mails().get(0).id();

        assertThat(get(mail).body()).contains("iframe sandbox", mail + "/content", RUN);
        assertThat(get(mail + "/content").body()).isEqualTo("<p>in <b>HTML</b></p>");
        assertThat(
                        get(mail + "/content")
                                .headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                .startsWith("sandbox;");
        assertThat(get(mail + "/text").body()).contains("<pre>in text</pre>");
        assertThat(get(mail + "/headers").body()).contains("X-Run-Id: " + RUN);
        assertThat(get(mail + "/raw").body()).contains("Delivered-To: a@b.example");
    }

    @Test
    void answersJson() throws Exception {
        send("a@b.example", "one", "<p>1</p>");
        send("c@d.example", "two", "<p>2</p>");

        JsonNode mails = new ObjectMapper().readTree(get("/api/mails?from=1").body());

        assertThat(mails).hasSize(1);
        assertThat(mails.get(0).path("to").asText()).isEqualTo("c@d.example");
        assertThat(mails.get(0).path("run_id").asText()).isEqualTo(RUN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mails/",
                "/mails/nothing",
                "/mails/../superuser",
                "/mails/%2e%2e%2fsecret",
                "/elsewhere"
            })
    void knowsNothingElse(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyReads() throws Exception {
        HttpRequest post =
                HttpRequest.newBuilder(catcher.webPage().resolve("/"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();

        assertThat(http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void refusesAForeignHost() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), catcher.httpPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /api/mails HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    private void send(String to, String subject, String html) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(catcher.port()));
        properties.put("mail.smtp.from", "bounces@automation.example");
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("success@automation.example"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setHeader("X-Run-Id", RUN);
        MimeBodyPart text = new MimeBodyPart();
        text.setText("in text", StandardCharsets.UTF_8.name());
        MimeBodyPart page = new MimeBodyPart();
        page.setText(html, StandardCharsets.UTF_8.name(), "html");
        message.setContent(new MimeMultipart("alternative", text, page));
        Transport.send(message);
    }

    private static void say(BufferedReader in, OutputStream out, String line, String answer)
            throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(in.readLine()).startsWith(answer);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + catcher.httpPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
