package io.automation.job.oracle;

/** Who wrote what an occurrence comes from. */
record Origin(Written written, String run, int depth) {

    enum Written {
        BY_A_RUN,
        BY_OTHERS
    }

    static final Origin OTHERS = new Origin(Written.BY_OTHERS, "", 0);

    boolean isOwn() {
        return written == Written.BY_A_RUN;
    }
}
