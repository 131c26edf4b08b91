package io.automation.job.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.automation.model.change.Table;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Ids;
import io.automation.model.run.Intent;
import io.automation.model.run.MailClass;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Action.Recipients;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.EmailTemplate;
import io.automation.udfs.template.CompiledTemplate;
import io.automation.udfs.template.Personalization;
import io.automation.udfs.template.Rendering;
import io.automation.udfs.template.Rendering.Rendered;
import io.automation.udfs.template.TemplateProblem.Code;
import io.automation.udfs.template.TemplateVariables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a mail and with which values, worked out before anything leaves the job: nobody and a
 * missing variable then need no way back (semantics 5).
 */
final class MailPlan {

    /** Dates and instants are written as templates print them. */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(LocalDate.class, ToStringSerializer.instance))
                    .build();

    private static final String SMTP = "smtp";
    private static final String CUSTOMER_CONTACT = "customer_contact";

    private MailPlan() {}

    /**
     * A planned mail: its delivery, what it is rendered with, and how an ambiguous one is treated.
     */
    record Mail(Delivery delivery, Map<String, Object> values, DeliveryMode mode) {

        /** The values as JSON, which only those ask for who send it. */
        String data() {
            return json(values);
        }
    }

    /** Somebody a mail goes to; contact is null for an address that is no contact's. */
    private record Recipient(String address, MailClass mailClass, @Nullable Person contact) {}

    /** The mails of a step that is due, by address; empty if nobody gets one. */
    static List<Mail> of(
            SendEmail action,
            DefinitionVersion templateVersion,
            RunProgress progress,
            Subject subject,
            long at,
            RunVariables variables)
            throws Exception {
        String runId = progress.runId();
        List<Person> contacts = subject.people(runId, Table.CONTACTS);
        List<Person> team = subject.people(runId, Table.ACCOUNT_TEAM);
        EmailTemplate template = templateVersion.template();
        CompiledTemplate compiled = templateVersion.compiledTemplate();
        if (template == null || compiled == null) {
            throw new IllegalStateException(
                    "a template in force is a good one: " + templateVersion.id());
        }
        Personalization personalization = Personalization.compile(action.personalization());
        List<Mail> mails = new ArrayList<>();
        for (Recipient recipient : recipients(action.recipients(), contacts, team).values()) {
            Map<String, Object> data =
                    personalization.applyTo(
                            TemplateVariables.fill(
                                    template.variables(), with(variables, recipient.contact)));
            Rendering rendering = compiled.render(data);
            String address = recipient.address;
            Delivery delivery =
                    new Delivery(
                            Ids.actionId(runId, progress.step(), address),
                            runId,
                            progress.step(),
                            progress.organizationId(),
                            subject.id(),
                            recipient.contact == null ? null : recipient.contact.id(),
                            address,
                            template.id(),
                            template.version(),
                            null,
                            rendering instanceof Rendered rendered ? rendered.subject() : null,
                            recipient.mailClass,
                            statusOf(rendering),
                            reasonOf(rendering),
                            at);
            mails.add(new Mail(delivery, data, mode(template, recipient.mailClass)));
        }
        return mails;
    }

    /** Has a step send its mails, or be what they come to; gives their deliveries. */
    static List<Delivery> send(List<Mail> mails, RunProgress progress) {
        boolean isRecorded = progress.isRecorded();
        List<Delivery> deliveries = new ArrayList<>();
        for (Mail mail : mails) {
            Delivery delivery = mail.delivery();
            boolean goesOut = delivery.status() == DeliveryStatus.QUEUED;
            deliveries.add(goesOut && isRecorded ? delivery.accepted() : delivery);
            if (goesOut && !isRecorded) {
                progress.intends(run -> new Intent(run, delivery, SMTP, mail.mode(), mail.data()));
            }
        }
        progress.stepMailed(deliveries);
        return deliveries;
    }

    private static DeliveryStatus statusOf(Rendering rendering) {
        if (rendering instanceof Rendered) {
            return DeliveryStatus.QUEUED;
        }
        return reasonOf(rendering) == null ? DeliveryStatus.FAILED : DeliveryStatus.SKIPPED;
    }

    private static @Nullable Reason reasonOf(Rendering rendering) {
        return rendering instanceof Rendering.Refused refused
                        && refused.problem().code() == Code.MISSING_VARIABLE
                ? Reason.MISSING_VARIABLE
                : null;
    }

    private static DeliveryMode mode(EmailTemplate template, MailClass mailClass) {
        DeliveryMode asked = template.deliveryMode();
        if (asked != null) {
            return asked;
        }
        return mailClass == MailClass.CUSTOMER
                ? DeliveryMode.PREFER_NO_DUPLICATE
                : DeliveryMode.PREFER_NO_LOSS;
    }

    /** The union of the chosen groups by address; a customer stays one whoever else names them. */
    private static Map<String, Recipient> recipients(
            Recipients chosen, List<Person> contacts, List<Person> team) {
        Map<String, Person> contactByAddress = new LinkedHashMap<>();
        for (Person contact : contacts) {
            String address = contact.address();
            if (address != null) {
                contactByAddress.putIfAbsent(address, contact);
            }
        }
        Map<String, Recipient> union = new TreeMap<>();
        if (chosen.internalTeam()) {
            team.forEach(
                    member -> add(union, member.address(), MailClass.INTERNAL, contactByAddress));
        }
        for (String role : chosen.roles()) {
            if (role.equals(CUSTOMER_CONTACT)) {
                addContacts(union, contactByAddress);
            } else {
                addTeam(union, role, team, contactByAddress);
            }
        }
        if (chosen.customerContacts()) {
            addContacts(union, contactByAddress);
        }
        for (String address : chosen.specificEmails()) {
            add(
                    union,
                    address.strip().toLowerCase(Locale.ROOT),
                    MailClass.CUSTOMER,
                    contactByAddress);
        }
        return union;
    }

    private static void addContacts(
            Map<String, Recipient> union, Map<String, Person> contactByAddress) {
        contactByAddress
                .keySet()
                .forEach(address -> add(union, address, MailClass.CUSTOMER, contactByAddress));
    }

    private static void addTeam(
            Map<String, Recipient> union,
            String role,
            List<Person> team,
            Map<String, Person> contactByAddress) {
        for (Person member : team) {
            if (role.equals(member.role())) {
                add(union, member.address(), MailClass.INTERNAL, contactByAddress);
            }
        }
    }

    private static void add(
            Map<String, Recipient> union,
            @Nullable String address,
            MailClass mailClass,
            Map<String, Person> contactByAddress) {
        if (address == null || address.isEmpty()) {
            return;
        }
        Recipient before = union.get(address);
        MailClass stricter =
                before != null && before.mailClass == MailClass.CUSTOMER
                        ? MailClass.CUSTOMER
                        : mailClass;
        union.put(address, new Recipient(address, stricter, contactByAddress.get(address)));
    }

    private static Map<String, Object> with(RunVariables variables, @Nullable Person contact) {
        Map<String, Object> data = variables.toMap();
        Map<String, Object> values = new LinkedHashMap<>();
        if (contact != null) {
            put(values, "name", contact.name());
            put(values, "email", contact.address());
            put(values, "role", contact.role());
        }
        data.put("contact", values);
        return data;
    }

    private static void put(Map<String, Object> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static String json(Map<String, Object> data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }
}
