package io.automation.job.evaluate;

import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.EmailTemplate;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.template.CompiledTemplate;
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
    private final boolean acts;
    private final long triggerSince;

    private @Nullable Workflow workflow;
    private @Nullable Organization organization;
    private @Nullable EmailTemplate template;
    private @Nullable CompiledTemplate compiledTemplate;

    /**
     * @param from the event time from which it is in force
     * @param row the newest row, refused or not; tells stale changes
     * @param goodRow the row that is acted by: the last good one; null where there is none, or the
     *     definition is gone
     * @param acts whether a workflow may start runs
     * @param triggerSince since when the trigger is as it is: what an older one left does not count
     */
    DefinitionVersion(
            Table table,
            String id,
            long from,
            RowVersion row,
            @Nullable String @Nullable [] goodRow,
            boolean acts,
            long triggerSince) {
        this.table = table;
        this.id = id;
        this.from = from;
        this.row = row;
        this.goodRow = goodRow;
        this.acts = acts;
        this.triggerSince = triggerSince;
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
        return acts;
    }

    long triggerSince() {
        return triggerSince;
    }

    /** The same, in force from another instant, and acting or not. */
    DefinitionVersion pinned(long newFrom, boolean newActs) {
        return new DefinitionVersion(table, id, newFrom, row, goodRow, newActs, newFrom);
    }

    /** The workflow in force; null if there is none, or this is no workflow. */
    @Nullable Workflow workflow() {
        if (workflow == null && goodRow != null && table == Table.AUTOMATION_WORKFLOWS) {
            workflow = DefinitionRows.parseWorkflow(id, goodRow).workflow();
        }
        return workflow;
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
