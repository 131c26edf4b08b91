package io.automation.udfs.schedule;

import io.automation.model.workflow.ParsedTrigger;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.WorkflowParser;
import java.time.ZoneId;
import java.util.List;

/** Scheduled triggers and zones for tests; JSON is written with single quotes and no braces. */
final class Schedules {

    /** Every zone that a workflow may name. */
    static final List<ZoneId> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();

    private Schedules() {}

    static Scheduled scheduled(String config) {
        String json = '{' + config.replace('\'', '"') + '}';
        ParsedTrigger parsed = WorkflowParser.parseTrigger(TriggerType.SCHEDULED, json);
        if (parsed.trigger() instanceof Scheduled trigger) {
            return trigger;
        }
        throw new AssertionError(parsed.problems().toString());
    }
}
