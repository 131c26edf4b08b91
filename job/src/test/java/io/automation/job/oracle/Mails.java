package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Section 5, send_email: who gets it, and whether every variable of its template has a value. */
final class Mails {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([a-z_.]+)\\s*}}");

    /** What an account has no value for leaves no hole in a list. */
    private static final Pattern EACH =
            Pattern.compile("\\{\\{#each accounts}}.*?\\{\\{/each}}", Pattern.DOTALL);

    private final World world;

    Mails(World world) {
        this.world = world;
    }

    /** What becomes of the step: accepted, failed, or the reason why it is skipped. */
    String send(Run run, JsonNode config) {
        List<Row> templates =
                world.templates(run.workflow.organization(), config.path("template_id").asText());
        if (templates.isEmpty()) {
            return "failed";
        }
        Set<String> addresses = recipients(run, config.path("recipients"));
        if (addresses.isEmpty()) {
            return "no_recipient";
        }
        boolean isOneWhole =
                addresses.stream()
                        .anyMatch(
                                address ->
                                        isWhole(
                                                run,
                                                templates.get(0),
                                                address,
                                                config.path("personalization")));
        return isOneWhole ? "accepted" : "missing_variable";
    }

    private Set<String> recipients(Run run, JsonNode recipients) {
        Set<String> found = new TreeSet<>();
        boolean isToContacts =
                Values.isNull(recipients)
                        || (recipients.isArray() && recipients.isEmpty())
                        || Values.isTrue(recipients.path("customer_contacts"));
        Set<String> roles = new HashSet<>();
        if (recipients.isArray()) {
            recipients.forEach(role -> roles.add(role.asText()));
        }
        isToContacts |= roles.contains("customer_contact");
        boolean isToTeam = Values.isTrue(recipients.path("internal_team"));
        for (String account : accounts(run)) {
            if (isToContacts) {
                for (Row contact : world.rows("contacts", account).values()) {
                    found.add(normalised(contact.value("email")));
                }
            }
            for (Row member : world.rows("account_team", account).values()) {
                if (isToTeam || roles.contains(member.value("role").asText())) {
                    found.add(normalised(member.value("email")));
                }
            }
        }
        for (JsonNode address : recipients.path("specific_emails")) {
            found.add(normalised(address));
        }
        found.remove("");
        return found;
    }

    private static List<String> accounts(Run run) {
        return run.account == null ? run.accounts : List.of(run.account);
    }

    private static String normalised(JsonNode address) {
        return Values.isNull(address) ? "" : address.asText().strip().toLowerCase(Locale.ROOT);
    }

    private boolean isWhole(Run run, Row template, String address, JsonNode personal) {
        Set<String> withFallback = new HashSet<>();
        for (JsonNode declared : Values.lenientJson(template.value("variables"))) {
            if (declared.hasNonNull("fallback")) {
                withFallback.add(declared.path("name").asText());
            }
        }
        for (String part : List.of("subject", "html_content", "text_content")) {
            String text = EACH.matcher(template.value(part).asText("")).replaceAll("");
            Matcher matcher = VARIABLE.matcher(text);
            while (matcher.find()) {
                String name = matcher.group(1);
                boolean hasValue = !Values.isNull(value(run, name, address, personal));
                if (!hasValue && !withFallback.contains(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    private JsonNode value(Run run, String name, String address, JsonNode personal) {
        if (name.startsWith("custom.") && personal.has(name.substring(7))) {
            return personal.path(name.substring(7));
        }
        if (name.equals("accounts_total") && run.account == null) {
            return Values.JSON.getNodeFactory().numberNode(run.accounts.size());
        }
        if (!name.startsWith("contact.")) {
            return new Variables(world, run.workflow.organization(), run.account, run.triggerData)
                    .value(name);
        }
        for (String account : accounts(run)) {
            for (Row contact : world.rows("contacts", account).values()) {
                if (normalised(contact.value("email")).equals(address)) {
                    return contact.value(name.substring(8));
                }
            }
        }
        return MissingNode.getInstance();
    }
}
