package io.automation.embedded.parts;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs that refuse root: as this user, or as nobody where this user is root.
 *
 * @param prefix what stands before a command
 * @param uid who owns the files such a program writes
 * @param endsWithParent the prefix that lets a program end with this process; empty without setpriv
 */
record Unprivileged(List<String> prefix, long uid, List<String> endsWithParent) {

    private static final Logger LOG = LoggerFactory.getLogger(Unprivileged.class);
    private static final long NOBODY = 65_534;

    private static final List<List<String>> WAYS_DOWN =
            List.of(
                    List.of(
                            "setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups",
                            "--inh-caps=-all",
                            "--bounding-set=-all"),
                    List.of("runuser", "-u", "nobody", "--"),
                    List.of("chroot", "--userspec=" + NOBODY + ":" + NOBODY, "/"),
                    // Root without its powers: the only way below a folder closed to others.
                    List.of("unshare", "-U"));

    /** The first way that reaches both paths as somebody who is not root. */
    static Unprivileged reaching(Path program, Path directory) {
        long self = new UnixSystem().getUid();
        List<String> endsWithParent = List.of("setsid", "setpriv", "--pdeathsig", "INT");
        if (!succeeds(endsWithParent, "true")) {
            endsWithParent = List.of();
        }
        if (self != 0) {
            return new Unprivileged(List.of(), self, endsWithParent);
        }
        String probe = "test \"$(id -u)\" != 0 && test -x \"$0\" && test -x \"$1\"";
        for (List<String> way : WAYS_DOWN) {
            if (succeeds(way, "sh", "-c", probe, program.toString(), directory.toString())) {
                // In a user namespace of its own the program still owns what root owns.
                long uid = way.contains("unshare") ? 0 : NOBODY;
                return new Unprivileged(way, uid, endsWithParent);
            }
        }
        throw new PartException(
                "PostgreSQL",
                ("does not run as root, and nobody else can enter %s. Choose a folder open to"
                                + " others (chmod o+x on it and its parents), or run as an"
                                + " ordinary user.")
                        .formatted(directory));
    }

    /** The command as it is to be started. */
    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /**
     * The command as it is to be started, so that it gets SIGINT when the thread that started it
     * ends.
     */
    List<String> commandEndingWithParent(List<String> command) {
        // After the change of user: the kernel forgets the signal there.
        return command(Stream.concat(endsWithParent.stream(), command.stream()).toList());
    }

    /** Makes the program's user the owner of a folder and all below it. */
    void own(Path directory) throws IOException {
        if (uid(directory) == uid || prefix.isEmpty()) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", (int) uid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static long uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean succeeds(List<String> prefix, String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
            String output;
            try (InputStream stream = process.getInputStream()) {
                output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
            int code = process.waitFor();
            LOG.debug("{}: {} {}", String.join(" ", whole), code, output.toLowerCase(Locale.ROOT));
            return code == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartException("PostgreSQL", "was interrupted while starting", interrupted);
        }
    }
}
