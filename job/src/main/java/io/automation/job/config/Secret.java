package io.automation.job.config;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret stands: {@code ${env:NAME}} or {@code ${file:/path}}. It is read where it is
 * needed and never kept, so it is in no job graph, state or log.
 */
public record Secret(String reference) implements Serializable {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(?:env:(?<env>[A-Za-z_][A-Za-z0-9_]*)|file:(?<file>[^}]+))}");

    public Secret {
        if (!isReference(reference)) {
            throw new IllegalArgumentException("write it as ${env:NAME} or ${file:/path}");
        }
    }

    static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** The secret itself; a file's last line break is not part of it. */
    public String resolve() {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new IllegalStateException("checked before");
        }
        String variable = matcher.group("env");
        return variable == null ? ofFile(matcher.group("file")) : ofEnvironment(variable);
    }

    private String ofEnvironment(String variable) {
        @Nullable String value = System.getenv(variable);
        if (value == null) {
            throw new IllegalStateException(
                    reference + ": the process has no such environment variable");
        }
        return value;
    }

    private String ofFile(String path) {
        try {
            return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new IllegalStateException(reference + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return reference;
    }
}
