package io.automation.embedded.parts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page on which caught mails are read, for this machine only.
 *
 * <p>A mail's HTML is foreign: it is shown in a sandboxed frame that runs no script and loads
 * nothing from outside.
 */
final class MailPage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailPage.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LISTED = 200;
    private static final int THREADS = 2;

    private static final String OWN_PAGE =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
                    + " frame-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";
    private static final String FOREIGN_PAGE =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static final String FRAME =
            """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%1$s</title>
              <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            %2$s
            </body>
            </html>
            """;

    private static final String LIST =
            """
            <header>
              <h1>Mails</h1>
              <form><input type="search" name="q" value="%1$s" placeholder="recipient or subject"
                aria-label="Find"></form>
            </header>
            <main>
              <table>
                <thead><tr><th>Time</th><th>To</th><th>Subject</th></tr></thead>
                <tbody id="rows">%2$s</tbody>
              </table>
            </main>
            <script src="/refresh.js"></script>
            """;

    private static final String MAIL =
            """
            <header>
              <a class="back" href="/">All mails</a>
              <h1>%1$s</h1>
              <dl>%2$s</dl>
              <nav>%3$s</nav>
            </header>
            <main>%4$s</main>
            """;

    private final MailStore store;
    private final HttpServer server;
    private final ExecutorService threads;

    private MailPage(MailStore store, HttpServer server) {
        this.store = store;
        this.server = server;
        this.threads =
                Executors.newFixedThreadPool(
                        THREADS,
                        task -> {
                            Thread thread = new Thread(task, "mail-page");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    static MailPage open(MailStore store, int port) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        MailPage page = new MailPage(store, server);
        server.createContext("/", page::handle);
        server.setExecutor(page.threads);
        server.start();
        return page;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (IOException | MessagingException | RuntimeException failed) {
                LOG.warn("{} failed", exchange.getRequestURI(), failed);
                answer = Answer.text(500, "This mail cannot be shown: " + failed.getMessage());
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Content-Security-Policy", answer.policy());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean bodiless = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(
                    answer.status(),
                    bodiless || answer.body().length == 0 ? -1 : answer.body().length);
            if (!bodiless) {
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(answer.body());
                }
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, MessagingException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.text(405, "Only reading is possible here.");
        }
        // A page of another origin must not read mails by naming this machine as its own host.
        String host = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
        if (!host.equals("127.0.0.1:" + port()) && !host.equals("localhost:" + port())) {
            return Answer.text(403, "Open this page as http://127.0.0.1:" + port());
        }
        String query = parameter(exchange, "q");
        String path = exchange.getRequestURI().getPath();
        return switch (path) {
            case "/" -> Answer.page("Mails", LIST.formatted(escaped(query), rows(query)));
            case "/rows" -> Answer.html(rows(query), OWN_PAGE);
            case "/style.css" -> Answer.resource("style.css", "text/css");
            case "/refresh.js" -> Answer.resource("refresh.js", "text/javascript");
            case "/api/mails" -> json(parameter(exchange, "from"));
            default -> mail(path);
        };
    }

    private Answer json(String from) throws IOException {
        int index = from.matches("\\d{1,9}") ? Integer.parseInt(from) : 0;
        List<Map<String, @Nullable Object>> mails = new ArrayList<>();
        for (CaughtMail mail : store.from(index)) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("id", mail.id());
            fields.put("to", mail.to());
            fields.put("from", mail.from());
            fields.put("subject", mail.subject());
            fields.put("received_at", mail.receivedAt().toString());
            fields.put("run_id", mail.runId());
            fields.put("message_id", mail.messageId());
            fields.put("headers", mail.headers());
            mails.add(fields);
        }
        return new Answer(200, "application/json", OWN_PAGE, JSON.writeValueAsBytes(mails));
    }

    private String rows(String query) {
        List<CaughtMail> mails = new ArrayList<>(store.from(0));
        Collections.reverse(mails);
        String wanted = query.toLowerCase(Locale.ROOT);
        StringBuilder rows = new StringBuilder();
        int found = 0;
        for (CaughtMail mail : mails) {
            if (!(mail.to() + "\n" + mail.subject()).toLowerCase(Locale.ROOT).contains(wanted)) {
                continue;
            }
            if (++found <= LISTED) {
                rows.append(
                        "<tr><td>%s</td><td>%s</td><td><a href=\"/mails/%s\">%s</a></td></tr>\n"
                                .formatted(
                                        time(mail),
                                        escaped(mail.to()),
                                        mail.id(),
                                        escaped(subject(mail))));
            }
        }
        String summary =
                found == 0
                        ? "No mail yet."
                        : found > LISTED ? "The newest %,d of %,d.".formatted(LISTED, found) : "";
        if (!summary.isEmpty()) {
            rows.append("<tr class=\"summary\"><td colspan=\"3\">%s</td></tr>".formatted(summary));
        }
        return rows.toString();
    }

    /** {@code /mails/ID} and the views below it. */
    private Answer mail(String path) throws IOException, MessagingException {
        String[] parts = path.split("/", -1);
        CaughtMail mail =
                parts.length < 3 || !parts[1].equals("mails") ? null : store.find(parts[2]);
        if (mail == null) {
            return Answer.text(404, "There is nothing here. All mails: http://127.0.0.1:" + port());
        }
        Content content = Content.of(store.message(mail));
        String view = parts.length > 3 ? parts[3] : content.html() == null ? "text" : "html";
        return switch (view) {
            case "html" -> Answer.page(subject(mail), page(mail, view, frame(mail)));
            case "text" ->
                    Answer.page(subject(mail), page(mail, view, preformatted(content.text())));
            case "headers" ->
                    Answer.page(subject(mail), page(mail, view, preformatted(headers(mail))));
            case "content" ->
                    Answer.html(
                            Objects.requireNonNullElse(content.html(), "This mail has no HTML."),
                            FOREIGN_PAGE);
            case "raw" ->
                    new Answer(
                            200,
                            "text/plain; charset=utf-8",
                            FOREIGN_PAGE,
                            Files.readAllBytes(store.file(mail)));
            default -> Answer.text(404, "A mail has html, text, headers and raw.");
        };
    }

    private static String page(CaughtMail mail, String view, String content) {
        StringBuilder facts = new StringBuilder();
        fact(facts, "To", mail.to());
        fact(facts, "From", MailStore.decoded(mail.headers().getOrDefault("From", mail.from())));
        facts.append("<dt>Time</dt><dd>").append(time(mail)).append("</dd>");
        String runId = mail.runId();
        if (runId != null) {
            fact(facts, "Run", runId);
        }
        StringBuilder tabs = new StringBuilder();
        for (String tab : List.of("html", "text", "headers", "raw")) {
            tabs.append(
                    "<a href=\"/mails/%s/%s\"%s>%s</a>"
                            .formatted(
                                    mail.id(),
                                    tab,
                                    tab.equals(view) ? " aria-current=\"page\"" : "",
                                    tab));
        }
        return MAIL.formatted(escaped(subject(mail)), facts, tabs, content);
    }

    private static void fact(StringBuilder facts, String name, String value) {
        facts.append("<dt>%s</dt><dd>%s</dd>".formatted(name, escaped(value)));
    }

    private static String frame(CaughtMail mail) {
        return "<iframe sandbox title=\"The mail\" src=\"/mails/%s/content\"></iframe>"
                .formatted(mail.id());
    }

    private static String preformatted(@Nullable String text) {
        return "<pre>%s</pre>".formatted(escaped(text == null ? "This mail has no text." : text));
    }

    private String headers(CaughtMail mail) throws IOException {
        StringBuilder headers = new StringBuilder();
        try (InputStream stream = Files.newInputStream(store.file(mail))) {
            String whole = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : (Iterable<String>) whole.lines()::iterator) {
                if (line.isEmpty()) {
                    break;
                }
                headers.append(line).append('\n');
            }
        }
        return headers.toString();
    }

    private static String subject(CaughtMail mail) {
        return mail.subject().isBlank() ? "(no subject)" : mail.subject();
    }

    private static String time(CaughtMail mail) {
        ZonedDateTime at = mail.receivedAt().atZone(ZoneId.systemDefault());
        boolean today = at.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
        String shown =
                at.format(
                        DateTimeFormatter.ofPattern(
                                today ? "HH:mm:ss" : "d MMM yyyy, HH:mm:ss", Locale.ENGLISH));
        return "<time datetime=\"%s\">%s</time>".formatted(mail.receivedAt(), shown);
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(
                            pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException malformed) {
                    return "";
                }
            }
        }
        return "";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** What of a mail is to be read. */
    private record Content(@Nullable String html, @Nullable String text) {

        static Content of(Part part) throws IOException, MessagingException {
            if (part.isMimeType("text/html")) {
                return new Content(String.valueOf(part.getContent()), null);
            }
            if (part.isMimeType("text/*")) {
                return new Content(null, String.valueOf(part.getContent()));
            }
            Content found = new Content(null, null);
            if (part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    BodyPart inner = multipart.getBodyPart(i);
                    found = found.or(of(inner));
                }
            }
            return found;
        }

        private Content or(Content other) {
            return new Content(html == null ? other.html : html, text == null ? other.text : text);
        }
    }

    /** What a request is answered with. */
    private record Answer(int status, String type, String policy, byte[] body) {

        static Answer page(String title, String content) {
            return html(FRAME.formatted(escaped(title), content), OWN_PAGE);
        }

        static Answer html(String content, String policy) {
            return new Answer(
                    200,
                    "text/html; charset=utf-8",
                    policy,
                    content.getBytes(StandardCharsets.UTF_8));
        }

        static Answer text(int status, String content) {
            return new Answer(
                    status,
                    "text/plain; charset=utf-8",
                    OWN_PAGE,
                    content.getBytes(StandardCharsets.UTF_8));
        }

        static Answer resource(String name, String type) throws IOException {
            try (InputStream stream = MailPage.class.getResourceAsStream("/mails/" + name)) {
                return new Answer(
                        200,
                        type + "; charset=utf-8",
                        OWN_PAGE,
                        Objects.requireNonNull(stream).readAllBytes());
            }
        }
    }
}
