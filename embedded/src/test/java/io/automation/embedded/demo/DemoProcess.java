package io.automation.embedded.demo;

import io.automation.embedded.cli.Automation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./automation …} as a process of its own, with its output in a file. */
public final class DemoProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private DemoProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static DemoProcess start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classPath(), Automation.class.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        return new DemoProcess(process, output);
    }

    /** Under Maven the class path of the JVM is a jar that names the real one. */
    private static String classPath() {
        String ofTests = System.getProperty("surefire.test.class.path");
        return ofTests == null ? System.getProperty("java.class.path") : ofTests;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    public int awaitExit(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + longest + ":\n" + text());
        }
        return process.exitValue();
    }

    public String text() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** kill -9 of the process alone: what it started is left to itself. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
