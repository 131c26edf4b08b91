package io.automation.job.config;

/** Which of the two jobs to run. */
public enum Jobs {
    DETECT,
    DELIVER,
    BOTH;

    public boolean detects() {
        return this != DELIVER;
    }

    public boolean delivers() {
        return this != DETECT;
    }
}
