package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One workflow for one occurrence, and how far it has come. */
final class Run {

    /** One thing to do, in its place. */
    static final class Step {
        final Workflow.Action action;
        String status = "queued";
        @Nullable String reason;
        @Nullable Long dueAt;
        boolean isDelayOver;
        boolean hasWaited;

        Step(Workflow.Action action) {
            this.action = action;
        }
    }

    final String id;
    final Workflow workflow;
    final @Nullable String account;
    final String type;
    final String key;
    final long occurredAt;
    final JsonNode triggerData;
    final List<Step> steps = new ArrayList<>();

    /** Of an organization's run, those that it is about. */
    List<String> accounts = List.of();

    /** The account's status when it began. */
    @Nullable String statusAtTrigger;

    /** Before the first step's delay, in milliseconds. */
    long spread;

    String mode = "replay";
    String status = "queued";
    @Nullable String reason;
    int current;
    private boolean isNoop;
    private boolean isRetracted;

    Run(
            String id,
            Workflow workflow,
            @Nullable String account,
            String type,
            String key,
            long occurredAt,
            JsonNode triggerData) {
        this.id = id;
        this.workflow = workflow;
        this.account = account;
        this.type = type;
        this.key = key;
        this.occurredAt = occurredAt;
        this.triggerData = triggerData;
    }

    void begin() {
        for (Workflow.Action action : workflow.steps()) {
            steps.add(new Step(action));
        }
    }

    boolean isWaiting() {
        return status.equals("queued") || status.equals("running");
    }

    boolean isOf(String account) {
        return account.equals(this.account);
    }

    Step step() {
        return steps.get(current);
    }

    /** When it goes on by itself; null where it is over. */
    @Nullable Long dueAt() {
        return isWaiting() ? step().dueAt : null;
    }

    void accept(boolean isNoop) {
        this.isNoop |= isNoop;
        step().status = "success";
        status = "running";
        goOn();
    }

    void skipStep(String why) {
        step().status = "skipped";
        step().reason = why;
        goOn();
    }

    void failStep() {
        Step failed = step();
        failed.status = "failed";
        if (failed.action.isContinuedOnFailure()) {
            goOn();
        } else {
            stop("failed", null);
        }
    }

    private void goOn() {
        current++;
        if (current < steps.size()) {
            return;
        }
        if (wentOut()) {
            status = "success";
        } else if (steps.stream().anyMatch(step -> step.status.equals("failed"))) {
            status = "failed";
        } else {
            status = "skipped";
            reason = steps.get(steps.size() - 1).reason;
        }
    }

    /** Skipped at its trigger: no step was ever made. */
    void skip(String why) {
        status = "skipped";
        reason = why;
    }

    /** Stops what waits. */
    void end(String why) {
        stop(wentOut() ? "success" : "skipped", why);
    }

    private void stop(String last, @Nullable String why) {
        for (Step step : steps) {
            if (step.status.equals("queued")) {
                step.status = "skipped";
                step.reason = why;
            }
        }
        status = last;
        reason = why;
    }

    void retract() {
        isRetracted |= wentOut();
        if (isWaiting()) {
            end("retracted");
        }
    }

    private boolean wentOut() {
        return steps.stream().anyMatch(step -> step.status.equals("success"));
    }

    /** As a line of runs.jsonl. */
    ObjectNode print() {
        ObjectNode line = Values.object();
        line.put("id", id);
        line.put("workflow_id", workflow.id());
        line.put("workflow_version", workflow.version());
        line.put("organization_id", workflow.organization());
        line.put("account_id", account);
        line.put("trigger_type", type);
        line.put("occurrence_key", key);
        line.put("occurred_at", Values.iso(occurredAt));
        line.put("status", status);
        line.put("reason", reason);
        ObjectNode result = Values.object();
        if (isNoop) {
            result.put("noop", true);
        }
        if (isRetracted) {
            result.put("retracted", true);
        }
        line.set("result", result.isEmpty() ? null : result);
        line.put("mode", mode);
        line.set("trigger_data", triggerData);
        ArrayNode printed = line.putArray("steps");
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            ObjectNode one = printed.addObject().put("step", i);
            one.put("action_type", step.action.type());
            one.put("status", step.status);
            one.put("due_at", step.dueAt == null ? null : Values.iso(step.dueAt));
            one.put("reason", step.reason);
        }
        return line;
    }
}
