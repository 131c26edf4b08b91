package io.automation.embedded.replay;

import io.automation.embedded.definitions.DefinitionFiles;
import io.automation.embedded.definitions.UnusableFilesException;
import io.automation.job.history.ReplayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that the command line gives for all histories, and a history for itself. */
final class ReplayArgs {

    @Option(
            names = "--definitions",
            paramLabel = "recorded|pinned",
            converter = ByWord.class,
            description = {
                "recorded: each change meets the definitions of its own time (default);",
                "pinned: the last good ones hold from the beginning."
            })
    private @Nullable Definitions definitions;

    @Option(
            names = "--include-drafts",
            description = "With pinned: drafts that are enabled act, to see what they would do.")
    private boolean includeDrafts;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            converter = Millis.class,
            description = "The last instant that counts (default: that of the last change).")
    private @Nullable Long until;

    @Option(
            names = "--with",
            paramLabel = "FILE|DIR",
            description = {
                "Definition files, pinned in place of those of the same identity;",
                "compared.jsonl says which runs they add, and which are gone."
            })
    private List<Path> with = new ArrayList<>();

    /**
     * What a history is replayed with; a default that does not fit its own options gives way.
     *
     * @param folder what relative files of these options are looked for in first
     */
    HistoryOptions over(HistoryOptions defaults, Path folder) throws IOException {
        boolean isRecorded = definitions == Definitions.RECORDED;
        if (!with.isEmpty() && isRecorded) {
            throw new UnusableArgsException(
                    "--with needs --definitions pinned: its definitions hold from the beginning");
        }
        DefinitionFiles.Loaded files = isRecorded ? null : defaults.with();
        if (!with.isEmpty()) {
            files = load(folder);
        }
        ReplayOptions others = defaults.replay();
        boolean isPinned =
                definitions == null
                        ? others.pinned() || files != null
                        : definitions == Definitions.PINNED;
        if (includeDrafts && !isPinned) {
            throw new UnusableArgsException("--include-drafts needs --definitions pinned");
        }
        return new HistoryOptions(
                new ReplayOptions(
                        isPinned,
                        includeDrafts || (isPinned && others.includeDrafts()),
                        until == null ? others.until() : until),
                files);
    }

    private DefinitionFiles.Loaded load(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path path : with) {
            Path inFolder = folder.resolve(path);
            paths.add(Files.exists(inFolder) ? inFolder : path);
        }
        try {
            return DefinitionFiles.load(paths);
        } catch (UnusableFilesException e) {
            throw new UnusableArgsException("--with: " + e.getMessage());
        }
    }

    /** Which definitions a history is judged by. */
    private enum Definitions {
        RECORDED,
        PINNED
    }

    /** Reads which definitions are meant. */
    static final class ByWord implements ITypeConverter<Definitions> {
        @Override
        public Definitions convert(String text) {
            return switch (text) {
                case "recorded" -> Definitions.RECORDED;
                case "pinned" -> Definitions.PINNED;
                default ->
                        throw new TypeConversionException(
                                "write recorded or pinned, not \"" + text + "\"");
            };
        }
    }

    /** Reads an instant, as precise as all times here. */
    static final class Millis implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw new TypeConversionException(
                        "\"" + text + "\" is no instant; write 2026-03-01T09:00:00Z");
            }
        }
    }
}
