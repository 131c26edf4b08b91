package io.automation.job.oracle;

import io.automation.job.oracle.Run.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes runs as far as they come at one instant. */
final class Dispatch {

    private final World world;
    private final Mails mails;

    Dispatch(World world) {
        this.world = world;
        this.mails = new Mails(world);
    }

    /** Begins a run and does what need not wait. */
    void start(Run run) {
        run.begin();
        if (run.account != null) {
            run.statusAtTrigger = Values.text(world.accountRow(run.account).value("status"));
        }
        proceed(run);
    }

    void proceed(Run run) {
        while (run.isWaiting() && isDue(run)) {
            perform(run, run.step());
        }
    }

    /** Whether the step's turn has come, its delay is over and its window open. */
    private boolean isDue(Run run) {
        Step step = run.step();
        if (step.dueAt == null) {
            long wait = step.action.pause() + (run.current == 0 ? run.spread : 0);
            step.dueAt = world.now + wait;
            step.hasWaited = wait > 0;
        }
        if (world.now < step.dueAt) {
            return false;
        }
        if (!step.isDelayOver) {
            step.isDelayOver = true;
            waitForTheWindow(run, step);
        }
        return run.isWaiting() && world.now >= step.dueAt;
    }

    private void waitForTheWindow(Run run, Step step) {
        Condition window = run.workflow.window();
        if (window == null) {
            return;
        }
        Organization organization = world.organization(run.workflow.organization());
        Long opening = Calendar.opening(window.config(), organization, world.now);
        boolean isOpen = opening != null && opening == world.now;
        if (!isOpen && window.config().path("outside").asText().equals("skip")) {
            run.end("outside_window");
        } else if (opening == null || opening - world.now > run.workflow.maxDefer()) {
            run.end("window_expired");
        } else {
            step.dueAt = opening;
            step.hasWaited |= opening > world.now;
        }
    }

    /** The order at the due instant: paused, recheck, the step's own condition, its own checks. */
    private void perform(Run run, Step step) {
        if (!world.isActing(run.workflow)) {
            run.end("paused_past_due");
            return;
        }
        if (run.account != null) {
            Conditions conditions =
                    Conditions.of(world, run.workflow, run.account, run.triggerData);
            String whole =
                    step.hasWaited && run.workflow.isRechecked()
                            ? conditions.reason(run.workflow.conditions())
                            : "";
            if (!whole.isEmpty()) {
                run.end(whole);
                return;
            }
            String own = conditions.reason(step.action.conditions());
            if (!own.isEmpty()) {
                run.skipStep(own);
                return;
            }
        }
        act(run, step);
    }

    private void act(Run run, Step step) {
        switch (step.action.type()) {
            case "send_email" -> {
                String outcome = mails.send(run, step.action.config());
                if (outcome.equals("accepted")) {
                    run.accept(false);
                } else if (outcome.equals("failed")) {
                    run.failStep();
                } else {
                    run.skipStep(outcome);
                }
            }
            case "change_status" -> {
                String wanted = step.action.config().path("new_status").asText();
                String present = present(run.account);
                if (wanted.equals(present)) {
                    run.accept(true);
                } else if (!Objects.equals(present, run.statusAtTrigger)) {
                    run.skipStep("stale_status");
                } else {
                    run.accept(false);
                }
            }
            default -> run.accept(false);
        }
    }

    private @Nullable String present(@Nullable String account) {
        return account == null ? null : Values.text(world.accountRow(account).value("status"));
    }
}
