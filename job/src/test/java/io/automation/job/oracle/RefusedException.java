package io.automation.job.oracle;

/** A definition that is refused (semantics 2.7). */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    static void check(boolean holds, String message) throws RefusedException {
        if (!holds) {
            throw new RefusedException(message);
        }
    }
}
