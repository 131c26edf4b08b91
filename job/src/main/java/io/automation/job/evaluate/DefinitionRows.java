package io.automation.job.evaluate;

import io.automation.model.change.Table;
import io.automation.model.workflow.EmailTemplate;
import io.automation.model.workflow.OrganizationParser;
import io.automation.model.workflow.OrganizationRow;
import io.automation.model.workflow.ParsedOrganization;
import io.automation.model.workflow.ParsedTemplate;
import io.automation.model.workflow.ParsedWorkflow;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.TemplateParser;
import io.automation.model.workflow.TemplateRow;
import io.automation.model.workflow.WorkflowParser;
import io.automation.model.workflow.WorkflowRow;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.template.Compilation;
import io.automation.udfs.template.TemplateCompiler;
import io.automation.udfs.template.TemplatePart;
import io.automation.udfs.template.TemplateProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the flat rows of the definitions' tables by their columns. */
final class DefinitionRows {

    private DefinitionRows() {}

    /** The index of the column that marks a deleted row; out of range where a table has none. */
    static int deletedAt(Table table) {
        return switch (table) {
            case ORGANIZATIONS, AUTOMATION_WORKFLOWS, ACCOUNTS -> table.index("deleted_at");
            default -> Integer.MAX_VALUE;
        };
    }

    static WorkflowRow workflowRow(String id, @Nullable String[] row) {
        Columns columns = new Columns(Table.AUTOMATION_WORKFLOWS, row);
        return new WorkflowRow(
                id,
                columns.get("organization_id"),
                columns.get("name"),
                columns.get("status"),
                columns.get("enabled"),
                columns.get("scope_all_accounts"),
                columns.get("trigger_type"),
                columns.get("trigger_config"),
                columns.get("condition_config"),
                columns.get("action_type"),
                columns.get("action_config"),
                columns.get("settings"),
                columns.get("version"));
    }

    static ParsedWorkflow parseWorkflow(String id, @Nullable String[] row) {
        return Conditions.check(WorkflowParser.parse(workflowRow(id, row)));
    }

    static ParsedOrganization parseOrganization(String id, @Nullable String[] row) {
        Columns columns = new Columns(Table.ORGANIZATIONS, row);
        return OrganizationParser.parse(
                new OrganizationRow(
                        id, columns.get("name"), columns.get("timezone"), columns.get("settings")));
    }

    static ParsedTemplate parseTemplate(String id, @Nullable String[] row) {
        Columns columns = new Columns(Table.EMAIL_TEMPLATES, row);
        return TemplateParser.parse(
                new TemplateRow(
                        id,
                        columns.get("organization_id"),
                        columns.get("name"),
                        columns.get("subject"),
                        columns.get("html_content"),
                        columns.get("text_content"),
                        columns.get("variables"),
                        columns.get("category"),
                        columns.get("delivery_mode"),
                        columns.get("version")));
    }

    /** Everything that is wrong with a template's row: its columns, then its texts. */
    static List<Problem> templateProblems(String id, @Nullable String[] row) {
        ParsedTemplate parsed = parseTemplate(id, row);
        EmailTemplate template = parsed.template();
        if (template == null || !(compile(template) instanceof Compilation.Refused refused)) {
            return parsed.problems();
        }
        List<Problem> problems = new ArrayList<>(parsed.problems());
        for (TemplateProblem problem : refused.problems()) {
            problems.add(
                    new Problem(
                            problem.code().name().toLowerCase(Locale.ROOT),
                            pointer(problem.part()),
                            Problem.Level.ERROR,
                            problem.message()));
        }
        return problems;
    }

    private static String pointer(TemplatePart part) {
        return switch (part) {
            case SUBJECT -> "/subject";
            case HTML -> "/html_content";
            case TEXT -> "/text_content";
            case PERSONALIZATION -> "/personalization";
        };
    }

    static Compilation compile(EmailTemplate template) {
        return TemplateCompiler.compile(template.subject(), template.html(), template.text());
    }

    /** A row whose values are asked for by column name. */
    record Columns(Table table, @Nullable String[] row) {
        @Nullable String get(String column) {
            int index = table.index(column);
            return index < row.length ? row[index] : null;
        }
    }
}
