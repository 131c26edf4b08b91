package io.automation.connectors.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An SMTP server on a real socket that does to each mail what its script says. */
final class ScriptedSmtpServer implements AutoCloseable {

    /** Where a conversation is. */
    enum At {
        CONNECT,
        EHLO,
        MAIL,
        RCPT,
        DATA,
        BODY,
        DOT,
        ACCEPTED
    }

    /** How a connection ends: by the book, or so that the other side's writes fail. */
    enum Ending {
        CLOSE,
        RESET
    }

    /**
     * What happens to the conversation of one mail.
     *
     * @param cut where the connection ends; ACCEPTED ends it behind the reply to a mail's end
     * @param replies what is said in place of the usual reply; empty: nothing, for ever
     */
    record Script(List<At> cut, Ending ending, Map<At, String> replies) {

        static final Script FRIENDLY = new Script(List.of(), Ending.CLOSE, Map.of());

        static Script cutting(At at, Ending ending) {
            return new Script(List.of(at), ending, Map.of());
        }

        static Script replying(At at, String reply) {
            return new Script(List.of(), Ending.CLOSE, Map.of(at, reply));
        }
    }

    private static final Pattern ACTION = Pattern.compile("(?i)X-Action-Id: (\\S+)");

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** The action ids of the mails that were taken, in their order. */
    final List<String> accepted = new CopyOnWriteArrayList<>();

    /** All commands. */
    final List<String> commands = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();

    /** The scripts are for one conversation each, in order; then all is friendly. */
    ScriptedSmtpServer(Script... scripts) throws IOException {
        this.scripts.addAll(List.of(scripts));
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    void then(Script script) {
        scripts.add(script);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> converse(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            Script script = next();
            if (!reply(script, At.CONNECT, "220 ready", socket, out)) {
                return;
            }
            String line = in.readLine();
            while (line != null) {
                commands.add(line);
                At at = at(line);
                if (at == At.MAIL && script.equals(Script.FRIENDLY)) {
                    script = next();
                }
                if (!reply(script, at, at == At.DATA ? "354 go" : "250 ok", socket, out)) {
                    return;
                }
                if (at == At.DATA && !script.replies.containsKey(At.DATA)) {
                    if (!takeMail(script, in, socket, out)) {
                        return;
                    }
                    script = next();
                }
                line = in.readLine();
            }
        } catch (IOException e) {
            // The other side hung up: nothing to answer any more.
            sockets.remove(socket);
        }
    }

    private static At at(String line) {
        String verb = line.length() < 4 ? line : line.substring(0, 4);
        return switch (verb) {
            case "MAIL" -> At.MAIL;
            case "RCPT" -> At.RCPT;
            case "DATA" -> At.DATA;
            default -> At.EHLO;
        };
    }

    private Script next() {
        Script script = scripts.poll();
        return script == null ? Script.FRIENDLY : script;
    }

    private boolean takeMail(Script script, BufferedReader in, Socket socket, OutputStream out)
            throws IOException {
        String action = "";
        String line = in.readLine();
        int lines = 0;
        while (line != null && !line.equals(".")) {
            Matcher m = ACTION.matcher(line);
            if (m.matches()) {
                action = m.group(1);
            }
            lines++;
            if (lines == 20 && script.cut.contains(At.BODY)) {
                end(script, socket);
                return false;
            }
            line = in.readLine();
        }
        if (line == null) {
            return false;
        }
        boolean takes = script.replies.getOrDefault(At.DOT, "250").startsWith("250");
        if (takes && !script.cut.contains(At.DOT)) {
            accepted.add(action);
        }
        if (!reply(script, At.DOT, "250 taken", socket, out)) {
            return false;
        }
        if (script.cut.contains(At.ACCEPTED)) {
            end(script, socket);
            return false;
        }
        return true;
    }

    private boolean reply(Script script, At at, String usual, Socket socket, OutputStream out)
            throws IOException {
        if (script.cut.contains(at)) {
            end(script, socket);
            return false;
        }
        String reply = script.replies.getOrDefault(at, usual);
        if (reply.isEmpty()) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
        out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return true;
    }

    private static void end(Script script, Socket socket) throws IOException {
        if (script.ending == Ending.RESET) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
