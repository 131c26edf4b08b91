package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.Occurrence.Quiet;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The verdicts of section 3, in their order, and what they leave behind. */
final class Judge {

    /** A run that started, as long as it counts for something. */
    private static final class Start {
        private final String workflow;
        private final @Nullable String account;
        private final String direction;
        private final long at;
        private boolean cools = true;
        private boolean disarms = true;

        Start(String workflow, @Nullable String account, String direction, long at) {
            this.workflow = workflow;
            this.account = account;
            this.direction = direction;
            this.at = at;
        }

        boolean isOf(Workflow other, @Nullable String otherAccount) {
            return workflow.equals(other.id()) && Objects.equals(account, otherAccount);
        }
    }

    private final World world;
    private final Dispatch dispatch;
    private final List<Start> starts = new ArrayList<>();

    Judge(World world, Dispatch dispatch) {
        this.world = world;
        this.dispatch = dispatch;
    }

    /** A change of trigger_config drops cooldown and arming, nothing else. */
    void forgetEdges(String workflow) {
        for (Start start : starts) {
            if (start.workflow.equals(workflow)) {
                start.cools = false;
                start.disarms = false;
            }
        }
    }

    void forgetAccount(String account) {
        starts.removeIf(start -> account.equals(start.account));
    }

    /** Done before the edge test, also while paused. */
    void rearm(Workflow workflow, String account, BigDecimal score) {
        BigDecimal line = Values.decimal(workflow.trigger().path("rearm_threshold"));
        for (Start start : starts) {
            if (start.isOf(workflow, account)) {
                int side = line == null ? 0 : score.compareTo(line);
                boolean isReached = start.direction.equals("decrease") ? side >= 0 : side <= 0;
                start.disarms &= !isReached;
            }
        }
    }

    void judge(Workflow workflow, String account, Occurrence occurrence) {
        if (!world.isActing(workflow)
                || !world.isTenant(workflow, account)
                || !world.isInScope(workflow, account)
                || (occurrence.origin().isOwn() && !workflow.allowsOwn())
                || isDisarmed(workflow, account, occurrence)) {
            return;
        }
        Run run = run(workflow, account, workflow.type(), occurrence.key(), occurrence.data());
        if (world.runs.containsKey(run.id)) {
            return;
        }
        String reason = reason(workflow, account, occurrence);
        boolean isCondition =
                List.of("condition_failed", "missing_field", "type_mismatch").contains(reason);
        if (isCondition && occurrence.isQuiet() != Quiet.NOTHING) {
            return;
        }
        if (reason.equals("re_entry") && occurrence.isQuiet() == Quiet.CONDITIONS_AND_RE_ENTRY) {
            return;
        }
        record(run, reason, occurrence.direction());
    }

    private void record(Run run, String reason, String direction) {
        world.runs.put(run.id, run);
        boolean isSilence =
                run.account != null
                        && run.workflow.trigger().path("event_type").asText().equals("no_response");
        if (isSilence) {
            AccountState state = world.account(run.account);
            state.silenceWorkflows.add(run.workflow.id());
            state.silenceRuns.add(run);
        }
        if (!reason.isEmpty()) {
            run.skip(reason);
            return;
        }
        starts.add(new Start(run.workflow.id(), run.account, direction, world.now));
        run.spread = run.account == null ? 0 : share(run.workflow, run.account);
        dispatch.start(run);
    }

    private Run run(
            Workflow workflow, @Nullable String account, String type, String key, JsonNode data) {
        String id = NameBasedId.ofRun(workflow.id(), account == null ? "" : account, type, key);
        return new Run(id, workflow, account, type, key, world.now, data);
    }

    private boolean isDisarmed(Workflow workflow, String account, Occurrence occurrence) {
        return !Values.isNull(workflow.trigger().path("rearm_threshold"))
                && starts.stream()
                        .anyMatch(
                                start ->
                                        start.disarms
                                                && start.isOf(workflow, account)
                                                && start.direction.equals(occurrence.direction()));
    }

    /** Empty where the run starts. */
    private String reason(Workflow workflow, String account, Occurrence occurrence) {
        Origin origin = occurrence.origin();
        if (origin.isOwn()) {
            Run writer = world.runs.get(origin.run());
            boolean isSame =
                    writer != null
                            && writer.workflow.id().equals(workflow.id())
                            && writer.account != null
                            && writer.account.equals(account);
            if (isSame || origin.depth() >= 3) {
                return "loop_guard";
            }
        }
        boolean isCooling =
                starts.stream()
                        .anyMatch(
                                start ->
                                        start.cools
                                                && start.isOf(workflow, account)
                                                && start.direction.equals(occurrence.direction())
                                                && world.now - start.at < workflow.cooldown());
        if (isCooling) {
            return "cooldown";
        }
        String condition =
                Conditions.of(world, workflow, account, occurrence.data())
                        .reason(workflow.conditions());
        if (!condition.isEmpty()) {
            return condition;
        }
        if (workflow.isOnePerAccount() && isActive(workflow, account)) {
            return "already_active";
        }
        if (isExhausted(workflow, account)) {
            return "re_entry";
        }
        return isHeldOut(workflow, account) ? "holdout" : "";
    }

    private boolean isActive(Workflow workflow, @Nullable String account) {
        return world.runs.values().stream()
                .anyMatch(
                        run ->
                                run.isWaiting()
                                        && run.mode.equals("replay")
                                        && run.workflow.id().equals(workflow.id())
                                        && Objects.equals(run.account, account));
    }

    private boolean isExhausted(Workflow workflow, @Nullable String account) {
        long count =
                starts.stream()
                        .filter(start -> start.isOf(workflow, account))
                        .filter(start -> world.now - start.at < workflow.reEntryInterval())
                        .count();
        return count >= workflow.reEntryMax();
    }

    /** 3.3, per_organization: one run over the accounts that match. */
    void judgeOrganization(Workflow workflow, long at) {
        if (!world.isActing(workflow)) {
            return;
        }
        List<String> accounts = matching(workflow, Triggers.scheduled(at).data());
        ObjectNode data = Triggers.scheduled(at).data();
        ArrayNode listed = data.putArray("accounts");
        accounts.forEach(listed::add);
        Run run = run(workflow, null, workflow.type(), Values.iso(at), data);
        if (accounts.isEmpty() || world.runs.containsKey(run.id)) {
            return;
        }
        run.accounts = accounts;
        if (workflow.isOnePerAccount() && isActive(workflow, null)) {
            record(run, "already_active", "");
        } else if (!isExhausted(workflow, null)) {
            record(run, "", "");
        }
    }

    private List<String> matching(Workflow workflow, JsonNode data) {
        return world.accounts().stream()
                .filter(account -> world.isTenant(workflow, account))
                .filter(account -> world.isInScope(workflow, account))
                .filter(
                        account ->
                                Conditions.of(world, workflow, account, data)
                                        .reason(workflow.conditions())
                                        .isEmpty())
                .toList();
    }

    /** 3.8, a request to run a workflow. */
    void request(Change change) {
        Definition definition = world.definitions.get(Values.id(change.after("workflow_id")));
        Workflow workflow = definition == null ? null : definition.good();
        if (workflow == null) {
            return;
        }
        String account = Values.text(change.after("account_id"));
        ObjectNode data = Values.object().put("user_id", Values.text(change.after("user_id")));
        String key = change.event().row();
        if (account == null) {
            List<String> accounts = matching(workflow, data);
            if (workflow.isPerOrganization() && !accounts.isEmpty()) {
                String reason = world.isActing(workflow) ? "" : "not_in_scope";
                manual(run(workflow, null, "manual", key, data), accounts, reason);
            }
            return;
        }
        String id = change.event().account();
        if (workflow.isPerOrganization() || !world.isTenant(workflow, id)) {
            return;
        }
        manual(run(workflow, id, "manual", key, data), List.of(), manualReason(workflow, id, data));
    }

    /** 3.8, a request to retry a failed run. */
    void retry(Change change) {
        Run failed = world.runs.get(Values.id(change.after("run_id")));
        if (failed == null || !failed.status.equals("failed")) {
            return;
        }
        Definition definition = world.definitions.get(failed.workflow.id());
        Workflow workflow = definition == null ? null : definition.good();
        if (workflow == null) {
            return;
        }
        if (change.after("definition").asText().equals("pinned")) {
            workflow = failed.workflow;
        }
        String account = failed.account;
        String reason = world.isActing(workflow) ? "" : "not_in_scope";
        if (account != null) {
            if (!world.isTenant(workflow, account)) {
                return;
            }
            reason = manualReason(workflow, account, failed.triggerData);
        }
        String key = failed.id + ":retry:" + change.event().row();
        manual(
                run(workflow, account, failed.type, key, failed.triggerData),
                failed.accounts,
                reason);
    }

    private String manualReason(Workflow workflow, String account, JsonNode data) {
        if (!world.isActing(workflow) || !world.isInScope(workflow, account)) {
            return "not_in_scope";
        }
        return Conditions.of(world, workflow, account, data).reason(workflow.conditions());
    }

    private void manual(Run run, List<String> accounts, String reason) {
        if (world.runs.putIfAbsent(run.id, run) != null) {
            return;
        }
        run.mode = "manual";
        run.accounts = accounts;
        if (reason.isEmpty()) {
            dispatch.start(run);
        } else {
            run.skip(reason);
        }
    }

    /** Section 8. */
    private static boolean isHeldOut(Workflow workflow, String account) {
        return BigDecimal.valueOf(hash(workflow, account) % 10_000)
                        .compareTo(workflow.holdoutPercent().movePointRight(2))
                < 0;
    }

    /** 3.3, spread. */
    private static long share(Workflow workflow, String account) {
        return BigDecimal.valueOf(hash(workflow, account))
                .multiply(BigDecimal.valueOf(workflow.spread()))
                .divideToIntegralValue(BigDecimal.valueOf(1L << 32))
                .longValue();
    }

    private static long hash(Workflow workflow, String account) {
        try {
            byte[] text = (workflow.id() + ":" + account).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            long number = 0;
            for (int i = 0; i < 4; i++) {
                number = number * 256 + Byte.toUnsignedInt(hash[i]);
            }
            return number;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }
}
