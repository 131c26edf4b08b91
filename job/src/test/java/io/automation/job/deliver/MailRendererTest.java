package io.automation.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.connectors.mail.OutgoingMail;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.MailClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailRendererTest {

    private int loads;

    @Test
    void rendersTheVersionTheRunBeganWith() throws Exception {
        OutgoingMail mail = mail(renderer("{{account.name}}: {{account.arr}}", "<p>", null));

        assertThat(mail.subject()).isEqualTo("Nordlicht: 120000.5");
        assertThat(mail.html()).isEqualTo("<p>");
        assertThat(mail.text()).isNull();
        assertThat(mail.to()).isEqualTo("zoe@customer.example");
        assertThat(mail.toName()).isEqualTo("Zoë");
        assertThat(mail.from()).isEqualTo("success@nordlicht.example");
        assertThat(mail.mailClass()).isEqualTo(MailClass.CUSTOMER);
        assertThat(mail.actionId()).isEqualTo("action-1");
    }

    @Test
    void loadsAVersionOnce() throws Exception {
        MailRenderer renderer = renderer("s", "h", "t");

        mail(renderer);
        mail(renderer);

        assertThat(loads).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"organization\":{\"from_email\":\"Us <a@b.example>\"}}",
                "{\"organization\":{\"from_email\":7}}",
                "{\"organization\":[]}",
                "{\"contact\":{\"name\":\"A\\r\\nBcc: x@y.example\"}}"
            })
    void leavesOutWhatIsNoSenderAndNoName(String data) throws Exception {
        MailRenderer.Prepared prepared =
                renderer("s", "h", null).prepare(Intents.intent(DeliveryMode.PREFER_NO_LOSS, data));

        assertThat(((MailRenderer.Ready) prepared).mail())
                .satisfies(mail -> assertThat(mail.from()).isNull())
                .satisfies(mail -> assertThat(mail.toName()).isNull());
    }

    @Test
    void saysThatATemplateIsGone() throws Exception {
        assertThat(failure(new MailRenderer((id, version) -> Optional.empty())))
                .isEqualTo("template template-1 version 3 is not there");
    }

    @Test
    void saysWhyATemplateIsRefused() throws Exception {
        assertThat(failure(renderer("{{> x}}", "h", null)))
                .startsWith("template template-1 version 3 is refused: ");
    }

    @Test
    void saysThatDataCannotBeRead() throws Exception {
        assertThat(failureOf("[")).startsWith("the mail's data cannot be read: ");
    }

    @Test
    void failsOneMailAndNotTheJobForDataThatNestsTooDeep() throws Exception {
        assertThat(failureOf("{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}"))
                .startsWith("the mail's data cannot be rendered: ");
    }

    private @Nullable String failureOf(String data) throws Exception {
        MailRenderer.Prepared prepared =
                renderer("s", "h", null).prepare(Intents.intent(DeliveryMode.PREFER_NO_LOSS, data));
        return ((MailRenderer.Ended) prepared).outcome().error();
    }

    private static OutgoingMail mail(MailRenderer renderer) throws InterruptedException {
        return ((MailRenderer.Ready)
                        renderer.prepare(Intents.intent(DeliveryMode.PREFER_NO_LOSS, Intents.DATA)))
                .mail();
    }

    private static @Nullable String failure(MailRenderer renderer) throws InterruptedException {
        MailRenderer.Prepared prepared =
                renderer.prepare(Intents.intent(DeliveryMode.PREFER_NO_LOSS, Intents.DATA));
        assertThat(((MailRenderer.Ended) prepared).outcome().status())
                .isEqualTo(DeliveryStatus.FAILED);
        return ((MailRenderer.Ended) prepared).outcome().error();
    }

    private MailRenderer renderer(String subject, String html, @Nullable String text)
            throws Exception {
        Map<String, @Nullable String> row = new HashMap<>();
        row.put("subject", subject);
        row.put("html_content", html);
        row.put("text_content", text);
        String json = new ObjectMapper().writeValueAsString(row);
        return new MailRenderer(
                (id, version) -> {
                    loads++;
                    return Optional.of(json);
                });
    }
}
