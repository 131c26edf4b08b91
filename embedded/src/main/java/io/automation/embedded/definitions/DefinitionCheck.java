package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.embedded.definitions.CheckedDefinitions.Row;
import io.automation.job.document.Document;
import io.automation.model.run.Ids;
import io.automation.model.workflow.ConditionParser;
import io.automation.model.workflow.ParsedWorkflow;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Suggestions;
import io.automation.model.workflow.TemplateParser;
import io.automation.model.workflow.TemplateRow;
import io.automation.model.workflow.Workflow;
import io.automation.model.workflow.WorkflowParser;
import io.automation.model.workflow.WorkflowRow;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.template.Compilation;
import io.automation.udfs.template.Personalization;
import io.automation.udfs.template.TemplateCompiler;
import io.automation.udfs.template.TemplatePart;
import io.automation.udfs.template.TemplateProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks definitions as the live job does, and what only a file can have wrong: names that are not
 * there, two definitions of one identity.
 */
public final class DefinitionCheck {

    /** Stands for the ids that only a database knows. */
    private static final String NOWHERE = "00000000-0000-0000-0000-000000000000";

    private final List<Definition> definitions;
    private final @Nullable Directory directory;
    private final List<FileProblem> problems = new ArrayList<>();

    /** The names of the templates that the files define, by organization. */
    private final Map<String, Set<String>> templates = new HashMap<>();

    private DefinitionCheck(List<Definition> definitions, @Nullable Directory directory) {
        this.definitions = definitions;
        this.directory = directory;
    }

    /**
     * Checks definitions that belong together.
     *
     * @param directory null where no database is asked: organizations and accounts are believed,
     *     and a template that is in none of the files is a warning
     */
    public static CheckedDefinitions check(
            List<Definition> definitions, @Nullable Directory directory) {
        return new DefinitionCheck(definitions, directory).check();
    }

    private CheckedDefinitions check() {
        List<String> organizations = definitions.stream().map(this::organization).toList();
        for (int i = 0; i < definitions.size(); i++) {
            Definition definition = definitions.get(i);
            if (definition.kind().equals(Definition.TEMPLATE)) {
                Set<String> names =
                        templates.computeIfAbsent(
                                organizations.get(i), key -> new LinkedHashSet<>());
                names.add(definition.name());
                names.add(id(definition, organizations.get(i)));
            }
        }
        List<Row> rows = new ArrayList<>();
        Map<String, Definition> first = new HashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            Row row = row(definitions.get(i), organizations.get(i));
            rows.add(row);
            Definition other = first.putIfAbsent(row.id(), row.definition());
            if (other != null) {
                problems.add(twice(row.definition(), other));
            }
        }
        return answer(rows);
    }

    private static FileProblem twice(Definition definition, Definition other) {
        return definition.error(
                "duplicate_definition",
                definition.value("id") == null ? "/name" : "/id",
                "%s line %d defines it, too; keep one of them"
                        .formatted(other.file(), Document.line(other.lines(), other.pointer())));
    }

    private CheckedDefinitions answer(List<Row> rows) {
        List<String> files = definitions.stream().map(Definition::file).distinct().toList();
        problems.sort(
                Comparator.comparingInt((FileProblem problem) -> files.indexOf(problem.file()))
                        .thenComparingInt(FileProblem::line));
        List<Row> good =
                rows.stream()
                        .filter(row -> problems.stream().noneMatch(p -> isErrorOf(p, row)))
                        .toList();
        return new CheckedDefinitions(good, problems);
    }

    private static boolean isErrorOf(FileProblem problem, Row row) {
        Definition definition = row.definition();
        return problem.isError()
                && problem.file().equals(definition.file())
                && (problem.pointer() + '/').startsWith(definition.pointer() + '/');
    }

    private Row row(Definition definition, String organizationId) {
        Set<String> bad = DefinitionColumns.check(definition, problems);
        String id = id(definition, organizationId);
        List<String> accounts = accounts(definition, organizationId, bad);
        List<Problem> found = new ArrayList<>();
        if (definition.isWorkflow()) {
            workflow(definition, id, organizationId, found);
        } else if (definition.kind().equals(Definition.TEMPLATE)) {
            template(definition, id, organizationId, found);
        }
        found.stream()
                // What a value of a wrong type means is no question any more.
                .filter(problem -> !bad.contains(problem.pointer()))
                .filter(problem -> !isMisspelt(problem, found))
                .forEach(problem -> problems.add(definition.problem(problem)));
        return new Row(definition, id, organizationId, accounts);
    }

    /** Whether what is missing is there under a wrong name, which is a problem already. */
    private static boolean isMisspelt(Problem missing, List<Problem> found) {
        int key = missing.pointer().lastIndexOf('/') + 1;
        String object = missing.pointer().substring(0, key);
        String meant = "did you mean " + missing.pointer().substring(key) + "?";
        return missing.code().equals("missing")
                && found.stream()
                        .anyMatch(
                                other ->
                                        other.code().equals("unknown_key")
                                                && other.message().endsWith(meant)
                                                && other.pointer().startsWith(object)
                                                && other.pointer().indexOf('/', key) < 0);
    }

    private String organization(Definition definition) {
        JsonNode named = definition.value("organization");
        String key = named == null ? "organization_id" : "organization";
        String organization = definition.text(key);
        if (organization == null || organization.isBlank()) {
            problems.add(
                    definition.error(
                            "missing",
                            "/organization",
                            "a definition belongs to an organization; write its name"));
            return NOWHERE;
        }
        if (named != null && definition.value("organization_id") != null) {
            problems.add(
                    definition.error(
                            "contradiction",
                            "/organization_id",
                            "organization says it already; remove one of the two"));
        }
        if (directory == null) {
            return DefinitionColumns.isUuid(organization)
                    ? organization.toLowerCase(Locale.ROOT)
                    : Ids.uuid5(NOWHERE, organization);
        }
        String id =
                one(
                        definition,
                        '/' + key,
                        "organization",
                        organization,
                        directory.organizations(organization));
        return id == null ? NOWHERE : id;
    }

    private @Nullable String one(
            Definition definition, String below, String noun, String name, List<String> found) {
        if (found.size() == 1) {
            return found.get(0);
        }
        String quoted = noun + " \"" + name + '"';
        problems.add(
                found.isEmpty()
                        ? definition.error("unknown_" + noun, below, "there is no " + quoted)
                        : definition.error(
                                "ambiguous_" + noun,
                                below,
                                "there are %d of the name %s; write an id"
                                        .formatted(found.size(), quoted)));
        return null;
    }

    private static String id(Definition definition, String organizationId) {
        String given = definition.text("id");
        return given != null && DefinitionColumns.isUuid(given)
                ? given.toLowerCase(Locale.ROOT)
                : Ids.uuid5(organizationId, definition.kind() + '|' + definition.name());
    }

    private List<String> accounts(Definition definition, String organizationId, Set<String> bad) {
        List<String> ids = new ArrayList<>();
        JsonNode list = definition.value("accounts");
        if (list == null || !definition.isWorkflow()) {
            return ids;
        }
        if (!list.isArray()) {
            problems.add(
                    definition.error(
                            "wrong_type", "/accounts", "write a list of accounts' names or ids"));
            bad.add("/accounts");
            return ids;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = "/accounts/" + i;
            if (!list.get(i).isTextual()) {
                problems.add(definition.error("wrong_type", at, "write an account's name or id"));
            } else if (directory != null && !organizationId.equals(NOWHERE)) {
                String name = list.get(i).textValue();
                String id =
                        one(
                                definition,
                                at,
                                "account",
                                name,
                                directory.accounts(organizationId, name));
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        return ids.stream().distinct().toList();
    }

    private void workflow(
            Definition definition, String id, String organizationId, List<Problem> found) {
        ParsedWorkflow parsed =
                Conditions.check(
                        WorkflowParser.parse(
                                new WorkflowRow(
                                        id,
                                        organizationId,
                                        definition.text("name"),
                                        definition.text("status"),
                                        definition.text("enabled"),
                                        definition.text("scope_all_accounts"),
                                        definition.text("trigger_type"),
                                        definition.json("trigger_config"),
                                        definition.json("condition_config"),
                                        definition.text("action_type"),
                                        definition.json("action_config"),
                                        definition.json("settings"),
                                        null)));
        found.addAll(parsed.problems());
        Workflow workflow = parsed.workflow();
        if (workflow != null) {
            found.addAll(DefinitionWarnings.of(workflow));
        } else {
            found.addAll(expressions(definition, parsed.problems()));
        }
        JsonNode action = definition.fields().path("action_config");
        mail(organizationId, action, "/action_config", found);
        JsonNode steps = action.path("steps");
        for (int i = 0; i < steps.size(); i++) {
            String at = "/action_config/steps/" + i + "/action_config";
            mail(organizationId, steps.get(i).path("action_config"), at, found);
        }
        JsonNode watched = definition.fields().at("/trigger_config/template_id");
        reference(organizationId, watched, "/trigger_config/template_id", found);
    }

    /** What is wrong with expressions beside other problems, which keep them from being judged. */
    private static List<Problem> expressions(Definition definition, List<Problem> known) {
        ConditionParser.Parsed conditions =
                ConditionParser.parse(definition.value("condition_config"), "/condition_config");
        return Conditions.problems(conditions.conditions()).stream()
                .filter(problem -> !known.contains(problem))
                .toList();
    }

    private void mail(String organizationId, JsonNode config, String pointer, List<Problem> found) {
        reference(organizationId, config.path("template_id"), pointer + "/template_id", found);
        Map<String, String> texts = new LinkedHashMap<>();
        config.path("personalization")
                .properties()
                .forEach(
                        text -> {
                            if (text.getValue().isTextual()) {
                                texts.put(text.getKey(), text.getValue().textValue());
                            }
                        });
        for (TemplateProblem problem : Personalization.compile(texts).problems()) {
            String key = problem.subject().replace("~", "~0").replace("/", "~1");
            found.add(error(problem, pointer + "/personalization/" + key));
        }
    }

    private void reference(
            String organizationId, JsonNode template, String pointer, List<Problem> found) {
        Set<String> known = templates.getOrDefault(organizationId, Set.of());
        String name = template.textValue();
        if (name == null || known.contains(name) || organizationId.equals(NOWHERE)) {
            return;
        }
        if (directory != null && !directory.templates(organizationId, name).isEmpty()) {
            return;
        }
        String near = Suggestions.didYouMean(name, known);
        boolean isSure = directory != null || !near.isEmpty();
        found.add(
                new Problem(
                        "unknown_template",
                        pointer,
                        isSure ? Problem.Level.ERROR : Problem.Level.WARNING,
                        "no template \""
                                + name
                                + '"'
                                + (isSure ? near : " in these files; it must be in the database")));
    }

    private static void template(
            Definition definition, String id, String organizationId, List<Problem> found) {
        found.addAll(
                TemplateParser.parse(
                                new TemplateRow(
                                        id,
                                        organizationId,
                                        definition.text("name"),
                                        definition.text("subject"),
                                        definition.text("html_content"),
                                        definition.text("text_content"),
                                        definition.json("variables"),
                                        definition.text("category"),
                                        definition.text("delivery_mode"),
                                        null))
                        .problems());
        texts(definition.fields(), "", found);
        JsonNode variants = definition.fields().path("variants");
        if (!variants.isMissingNode() && !variants.isNull() && !variants.isArray()) {
            found.add(error("wrong_type", "/variants", "write a list of variants"));
        }
        for (int i = 0; i < variants.size(); i++) {
            texts(variants.get(i), "/variants/" + i, found);
        }
    }

    /** A subject and the texts beside it. */
    private static void texts(JsonNode mail, String pointer, List<Problem> found) {
        for (String key : List.of("subject", "html_content")) {
            if (!mail.hasNonNull(key)) {
                found.add(error("missing", pointer + '/' + key, key + " is required"));
            }
        }
        String subject = mail.path("subject").textValue();
        String html = mail.path("html_content").textValue();
        if (subject != null) {
            found.addAll(DefinitionWarnings.ofSubject(subject, pointer + "/subject"));
        }
        Compilation compilation =
                TemplateCompiler.compile(
                        subject == null ? "" : subject,
                        html == null ? "" : html,
                        mail.path("text_content").textValue());
        if (compilation instanceof Compilation.Refused refused) {
            for (TemplateProblem problem : refused.problems()) {
                found.add(error(problem, pointer + column(problem.part())));
            }
        }
    }

    private static String column(TemplatePart part) {
        return switch (part) {
            case SUBJECT -> "/subject";
            case HTML -> "/html_content";
            case TEXT -> "/text_content";
            case PERSONALIZATION -> "/personalization";
        };
    }

    private static Problem error(TemplateProblem problem, String pointer) {
        return error(problem.code().name().toLowerCase(Locale.ROOT), pointer, problem.message());
    }

    private static Problem error(String code, String pointer, String message) {
        return new Problem(code, pointer, Problem.Level.ERROR, message);
    }
}
