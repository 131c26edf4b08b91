package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.run.DeliveryMode;
import io.automation.model.workflow.EmailTemplate.Variable;
import io.automation.model.workflow.Problems.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an e-mail template's row. */
public final class TemplateParser {

    private final TemplateRow row;
    private final Problems problems = new Problems();

    private TemplateParser(TemplateRow row) {
        this.row = row;
    }

    public static ParsedTemplate parse(TemplateRow row) {
        TemplateParser parser = new TemplateParser(row);
        EmailTemplate template = parser.template();
        boolean refused = parser.problems.refused();
        return new ParsedTemplate(refused ? null : template, parser.problems.list());
    }

    private @Nullable EmailTemplate template() {
        String organization = row.organizationId();
        if (organization == null) {
            problems.error(Code.MISSING, "/organization_id", "organization_id is required");
        }
        String mode = row.deliveryMode();
        DeliveryMode deliveryMode =
                mode == null
                        ? null
                        : Fields.choice(mode, "/delivery_mode", DeliveryMode.class, problems);
        List<Variable> variables = variables();
        return organization == null
                ? null
                : new EmailTemplate(
                        row.id(),
                        organization,
                        WorkflowParser.version(row.version()),
                        orEmpty(row.name()),
                        orEmpty(row.subject()),
                        orEmpty(row.html()),
                        row.text(),
                        variables,
                        row.category(),
                        deliveryMode);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        String text = row.variables();
        JsonNode list = text == null ? null : Json.read(text, "/variables", problems);
        if (list == null || Fields.isAbsent(list)) {
            return variables;
        }
        if (!list.isArray()) {
            problems.error(
                    Code.WRONG_TYPE,
                    "/variables",
                    "write a list [{\"name\": \"custom.plan\", \"fallback\": \"your plan\"}], not "
                            + Json.typeName(list));
            return variables;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Fields fields = Fields.of(list.get(i), "/variables/" + i, problems);
            String name = fields.requireText("name");
            String fallback = fallback(fields);
            fields.end();
            if (name != null && !names.add(name)) {
                fields.error(
                        Code.CONTRADICTION, "name", Problems.quote(name) + " is declared twice");
            }
            if (name != null) {
                variables.add(new Variable(name, fallback));
            }
        }
        return variables;
    }

    /** A number stands for the text it is printed as. */
    private static @Nullable String fallback(Fields fields) {
        JsonNode value = fields.take("fallback");
        return value != null && value.isNumber()
                ? Numbers.text(value.decimalValue())
                : fields.text("fallback");
    }
}
