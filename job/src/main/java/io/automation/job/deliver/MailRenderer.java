package io.automation.job.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.connectors.jdbc.DeliveryOutcome;
import io.automation.connectors.kafka.KafkaClients;
import io.automation.connectors.mail.Addresses;
import io.automation.connectors.mail.OutgoingMail;
import io.automation.model.run.Delivery;
import io.automation.model.run.Intent;
import io.automation.model.run.Reason;
import io.automation.udfs.template.Compilation;
import io.automation.udfs.template.CompiledTemplate;
import io.automation.udfs.template.Rendering;
import io.automation.udfs.template.Rendering.Rendered;
import io.automation.udfs.template.TemplateCompiler;
import io.automation.udfs.template.TemplateProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a mail of an intent: its template, in the version its run began with, rendered with its
 * data; may be used by many threads at once.
 */
final class MailRenderer {

    private static final int KEPT = 500;

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(2000)
                                                    .maxNumberLength(KafkaClients.MAX_RECORD_BYTES)
                                                    .maxStringLength(KafkaClients.MAX_RECORD_BYTES)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Templates templates;

    private final Map<String, CompiledTemplate> compiled =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, CompiledTemplate> eldest) {
                    return size() > KEPT;
                }
            };

    /** Where templates come from: a row as JSON text, its keys the columns. */
    @FunctionalInterface
    interface Templates {
        Optional<String> load(String id, @Nullable Integer version) throws InterruptedException;
    }

    /** What an intent came to: a mail, or an end without one. */
    sealed interface Prepared permits Ready, Ended {}

    record Ready(OutgoingMail mail) implements Prepared {}

    record Ended(DeliveryOutcome outcome) implements Prepared {}

    /** Why a template cannot be had; never leaves this class. */
    private static final class NoTemplateException extends Exception {
        private static final long serialVersionUID = 1L;

        NoTemplateException(String message) {
            super(message, null, false, false);
        }
    }

    MailRenderer(Templates templates) {
        this.templates = templates;
    }

    Prepared prepare(Intent intent) throws InterruptedException {
        Map<String, Object> data;
        try {
            data = JSON.readValue(intent.data(), VALUES);
        } catch (JsonProcessingException e) {
            return failed("the mail's data cannot be read: " + e.getOriginalMessage());
        }
        Rendering rendering;
        try {
            rendering = template(intent.delivery()).render(data);
        } catch (NoTemplateException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return failed("the mail's data cannot be rendered: " + e.getMessage());
        }
        if (rendering instanceof Rendered rendered) {
            return new Ready(mail(intent, rendered, data));
        }
        TemplateProblem problem = ((Rendering.Refused) rendering).problem();
        return problem.code() == TemplateProblem.Code.MISSING_VARIABLE
                ? new Ended(DeliveryOutcome.skipped(Reason.MISSING_VARIABLE))
                : failed("the template cannot be rendered: " + problem.message());
    }

    private static Ended failed(String error) {
        return new Ended(DeliveryOutcome.failed(error));
    }

    private CompiledTemplate template(Delivery delivery)
            throws InterruptedException, NoTemplateException {
        String id = delivery.templateId();
        Integer version = delivery.templateVersion();
        if (version == null) {
            return compile(id, null);
        }
        String key = id + '|' + version;
        synchronized (compiled) {
            CompiledTemplate kept = compiled.get(key);
            if (kept != null) {
                return kept;
            }
        }
        CompiledTemplate template = compile(id, version);
        synchronized (compiled) {
            compiled.put(key, template);
        }
        return template;
    }

    private CompiledTemplate compile(String id, @Nullable Integer version)
            throws InterruptedException, NoTemplateException {
        String name = "template " + id + (version == null ? "" : " version " + version);
        Optional<String> text = templates.load(id, version);
        if (text.isEmpty()) {
            throw new NoTemplateException(name + " is not there");
        }
        JsonNode row;
        try {
            row = JSON.readTree(text.get());
        } catch (JsonProcessingException e) {
            throw new NoTemplateException(name + " cannot be read: " + e.getOriginalMessage());
        }
        Compilation compilation =
                TemplateCompiler.compile(
                        row.path("subject").asText(),
                        row.path("html_content").asText(),
                        row.path("text_content").textValue());
        if (compilation instanceof Compilation.Refused refused) {
            throw new NoTemplateException(
                    name + " is refused: " + refused.problems().get(0).message());
        }
        return (CompiledTemplate) compilation;
    }

    private static OutgoingMail mail(Intent intent, Rendered rendered, Map<String, Object> data) {
        Delivery delivery = intent.delivery();
        String sender = text(data, "organization", "from_email");
        String name = text(data, "contact", "name");
        return new OutgoingMail(
                delivery.id(),
                delivery.runId(),
                delivery.mailClass(),
                // An organization's address of a wrong form counts as absent.
                sender != null && Addresses.problem(sender) == null ? sender : null,
                delivery.address(),
                name != null && name.chars().noneMatch(MailRenderer::breaksLine) ? name : null,
                rendered.subject(),
                rendered.html(),
                rendered.text(),
                Map.of());
    }

    private static boolean breaksLine(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
    }

    private static @Nullable String text(Map<String, Object> data, String object, String member) {
        return data.get(object) instanceof Map<?, ?> map && map.get(member) instanceof String text
                ? text
                : null;
    }
}
