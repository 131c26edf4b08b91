package io.automation.model.change;

import org.jspecify.annotations.Nullable;

/** What a change event says happened to its row, in Debezium's terms and in their replay order. */
public enum Operation {
    /** A row as a snapshot found it: it says what is, not when it became so. */
    READ('r'),
    CREATE('c'),
    UPDATE('u'),
    DELETE('d');

    private final char code;

    Operation(char code) {
        this.code = code;
    }

    /** Debezium's one-letter code. */
    public char code() {
        return code;
    }

    /** The operation of a code, or null for any other text. */
    public static @Nullable Operation of(String code) {
        if (code.length() == 1) {
            for (Operation operation : values()) {
                if (operation.code == code.charAt(0)) {
                    return operation;
                }
            }
        }
        return null;
    }
}
