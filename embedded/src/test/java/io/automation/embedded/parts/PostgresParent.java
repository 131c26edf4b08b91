package io.automation.embedded.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** A process that starts a server and waits to be killed. */
final class PostgresParent {

    private PostgresParent() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path pidFile = Path.of(args[2]);
        PostgresServer postgres =
                PostgresServer.in(Path.of(args[0])).binaries(Path.of(args[1])).start();
        Path unfinished = Files.writeString(Path.of(args[2] + ".new"), postgres.pid() + "");
        Files.move(unfinished, pidFile, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }
}
