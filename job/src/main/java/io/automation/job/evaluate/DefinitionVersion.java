package io.automation.job.evaluate;

import io.automation.job.pattern.CompiledPattern;
import io.automation.model.change.Change;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.EmailTemplate;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Trigger.Pattern;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.template.CompiledTemplate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one definition meant from an instant on: immutable, flat enough to be stored, with its
 * understood form rebuilt on demand.
 */
final class DefinitionVersion {

    private final Table table;
    private final String id;
    private final long from;
    private final RowVersion row;
    private final @Nullable String @Nullable [] goodRow;
    private final Activity activity;

    private @Nullable Workflow workflow;
    private @Nullable Organization organization;
    private @Nullable EmailTemplate template;
    private @Nullable CompiledTemplate compiledTemplate;
    private @Nullable CompiledPattern compiledPattern;
    private @Nullable Conditions conditions;
    private @Nullable Conditions exitConditions;
    private final Map<Integer, Conditions> stepConditions = new HashMap<>();

    /**
     * @param from the event time from which it is in force
     * @param row the newest row, refused or not; tells stale changes
     * @param goodRow the row that is acted by: the last good one; null where there is none, or the
     *     definition is gone
     * @param activity whether a workflow may start runs
     */
    DefinitionVersion(
            Table table,
            String id,
            long from,
            RowVersion row,
            @Nullable String @Nullable [] goodRow,
            Activity activity) {
        this.table = table;
        this.id = id;
        this.from = from;
        this.row = row;
        this.goodRow = goodRow;
        this.activity = activity;
    }

    Table table() {
        return table;
    }

    String id() {
        return id;
    }

    long from() {
        return from;
    }

    RowVersion row() {
        return row;
    }

    @Nullable String @Nullable [] goodRow() {
        return goodRow;
    }

    boolean acts() {
        return activity.acts();
    }

    Activity activity() {
        return activity;
    }

    /** The same, as its row was touched without a change. */
    DefinitionVersion at(RowVersion touched) {
        boolean isGood = goodRow != null && Arrays.equals(goodRow, row.values());
        return new DefinitionVersion(
                table, id, from, touched, isGood ? touched.values() : goodRow, activity);
    }

    /** What a run keeps of the workflow that it began with. */
    static DefinitionVersion pinned(String workflowId, long from, @Nullable String[] goodRow) {
        RowVersion row = new RowVersion(Change.NONE, from, 0, 0, false, goodRow);
        return new DefinitionVersion(
                Table.AUTOMATION_WORKFLOWS, workflowId, from, row, goodRow, Activity.inForce(from));
    }

    /** The same, in force from another instant, and acting or not. */
    DefinitionVersion pinned(long newFrom, boolean newActs) {
        Activity pinned = new Activity(newActs, newFrom, newFrom, newActs, false);
        return new DefinitionVersion(table, id, newFrom, row, goodRow, pinned);
    }

    /** The workflow in force; null if there is none, or this is no workflow. */
    @Nullable Workflow workflow() {
        if (workflow == null && goodRow != null && table == Table.AUTOMATION_WORKFLOWS) {
            workflow = DefinitionRows.parseWorkflow(id, goodRow).workflow();
        }
        return workflow;
    }

    /** The workflow's conditions, compiled. */
    Conditions conditions() {
        Workflow parsed = workflow();
        if (conditions == null) {
            conditions = Conditions.compile(parsed == null ? List.of() : parsed.conditions());
        }
        return conditions;
    }

    /** What ends the workflow's sequence early, compiled; null if nothing does. */
    @Nullable Conditions exitConditions() {
        Workflow parsed = workflow();
        if (exitConditions == null
                && parsed != null
                && parsed.action() instanceof SequenceAction sequence
                && !sequence.exitIf().isEmpty()) {
            exitConditions = Conditions.compile(sequence.exitIf());
        }
        return exitConditions;
    }

    /** A step's own conditions, compiled. */
    Conditions stepConditions(int step, List<Condition> own) {
        return stepConditions.computeIfAbsent(step, i -> Conditions.compile(own));
    }

    /** The workflow's pattern, compiled. */
    CompiledPattern compiledPattern(Pattern pattern) {
        if (compiledPattern == null) {
            compiledPattern = CompiledPattern.of(pattern, activity.patternVersion());
        }
        return compiledPattern;
    }

    /** The organization in force; null if there is none, or this is no organization. */
    @Nullable Organization organization() {
        if (organization == null && goodRow != null && table == Table.ORGANIZATIONS) {
            organization = DefinitionRows.parseOrganization(id, goodRow).organization();
        }
        return organization;
    }

    /** The template in force; null if there is none, or this is no template. */
    @Nullable EmailTemplate template() {
        if (template == null && goodRow != null && table == Table.EMAIL_TEMPLATES) {
            template = DefinitionRows.parseTemplate(id, goodRow).template();
        }
        return template;
    }

    /** The template's compiled texts; null where {@link #template()} is. */
    @Nullable CompiledTemplate compiledTemplate() {
        EmailTemplate parsed = template();
        if (compiledTemplate == null
                && parsed != null
                && DefinitionRows.compile(parsed) instanceof CompiledTemplate compiled) {
            compiledTemplate = compiled;
        }
        return compiledTemplate;
    }
}
