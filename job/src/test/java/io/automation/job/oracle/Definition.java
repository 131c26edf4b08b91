package io.automation.job.oracle;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is in force of one workflow: its last good version, and whether it may act. */
final class Definition {

    private final String id;
    private @Nullable Workflow good;
    private @Nullable Workflow lastGood;
    private boolean isStopped;
    private boolean isSilent;
    private boolean hasBeenActive;
    private @Nullable Map<String, String> actingTrigger;

    Definition(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Null where there is none, or where it was deleted. */
    @Nullable Workflow good() {
        return good;
    }

    /** Takes a good version; says whether its trigger is another one than before. */
    boolean take(Workflow next, boolean isSilent) {
        Workflow last = lastGood;
        good = next;
        lastGood = next;
        isStopped = false;
        this.isSilent = isSilent;
        return last != null && !last.comparedTrigger().equals(next.comparedTrigger());
    }

    void refuse(boolean isStopping) {
        isStopped |= isStopping;
    }

    void delete() {
        good = null;
    }

    boolean isActing(Asked asked) {
        if (good == null) {
            return false;
        }
        boolean isDraft = asked.includesDrafts() && good.isEnabledDraft();
        return isDraft || (good.isActive() && !isStopped);
    }

    /** Semantics 2.6: whether this is the first active instant, and one that may enrol. */
    boolean isToEnrol(Asked asked) {
        if (hasBeenActive || !isActing(asked)) {
            return false;
        }
        hasBeenActive = true;
        return !isSilent && good != null && good.isEnrolling();
    }

    /** Whether its trigger is not the one it acted by when this was asked last. */
    boolean hasAnotherPattern(Asked asked) {
        Map<String, String> before = actingTrigger;
        actingTrigger = good != null && isActing(asked) ? good.comparedTrigger() : null;
        return !Objects.equals(before, actingTrigger);
    }
}
