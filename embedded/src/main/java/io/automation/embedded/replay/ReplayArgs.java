package io.automation.embedded.replay;

import io.automation.job.history.ReplayOptions;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
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

    /** What a history is replayed with; a default that does not fit its own options gives way. */
    ReplayOptions over(ReplayOptions defaults) {
        boolean isPinned =
                definitions == null ? defaults.pinned() : definitions == Definitions.PINNED;
        if (includeDrafts && !isPinned) {
            throw new UnusableArgsException("--include-drafts needs --definitions pinned");
        }
        return new ReplayOptions(
                isPinned,
                includeDrafts || (isPinned && defaults.includeDrafts()),
                until == null ? defaults.until() : until);
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
