package io.automation.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.jdbc.Claim;
import io.automation.connectors.jdbc.DeliveryOutcome;
import io.automation.connectors.mail.OutgoingMail;
import io.automation.connectors.mail.SendResult;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailTryTest {

    private static final Claim CLAIMED = new Claim.Claimed("action-1", 7, Instant.EPOCH);
    private static final DeliveryMode CAREFUL = DeliveryMode.PREFER_NO_DUPLICATE;
    private static final DeliveryMode EAGER = DeliveryMode.PREFER_NO_LOSS;

    private final List<String> ledger = new ArrayList<>();
    private final List<OutgoingMail> sent = new ArrayList<>();

    private Claim claim = CLAIMED;
    private SendResult answer = new SendResult.Accepted("250 OK");

    @Test
    void confirmsAMailThatWasAccepted() throws InterruptedException {
        assertThat(once(CAREFUL, null)).isEqualTo(new MailTry.Done(DeliveryStatus.ACCEPTED));

        assertThat(ledger).containsExactly("claim", "confirm 7 accepted null null <action-1@x>");
        assertThat(sent).hasSize(1);
    }

    @Test
    void failsAMailThatIsRefused() throws InterruptedException {
        answer = new SendResult.Refused("550 no such user");

        assertThat(once(CAREFUL, null)).isEqualTo(new MailTry.Done(DeliveryStatus.FAILED));

        assertThat(ledger).containsExactly("claim", "confirm 7 failed null 550 no such user null");
    }

    @Test
    void givesBackAMailThatNoServerTook() throws InterruptedException {
        answer = new SendResult.Transient("421 later");

        assertThat(once(CAREFUL, null)).isEqualTo(new MailTry.Later("421 later"));

        assertThat(ledger).containsExactly("claim", "release 7 421 later");
    }

    @Test
    void failsAMailThatNoServerTookForTooLong() throws InterruptedException {
        answer = new SendResult.Transient("421 later");

        assertThat(once(CAREFUL, "not taken for 600 s"))
                .isEqualTo(new MailTry.Done(DeliveryStatus.FAILED));

        assertThat(ledger)
                .containsExactly(
                        "claim", "confirm 7 failed null not taken for 600 s: 421 later null");
    }

    @Test
    void listsAMailThatMayHaveLeftAsUnknown() throws InterruptedException {
        answer = new SendResult.Ambiguous("connection reset");

        assertThat(once(CAREFUL, null)).isEqualTo(new MailTry.Done(DeliveryStatus.UNKNOWN));

        assertThat(ledger)
                .containsExactly("claim", "confirm 7 unknown null connection reset <action-1@x>");
    }

    @Test
    void sendsAgainWhatMayHaveLeftIfLossIsWorse() throws InterruptedException {
        answer = new SendResult.Ambiguous("connection reset");

        assertThat(once(EAGER, null)).isEqualTo(new MailTry.Later("connection reset"));

        assertThat(ledger).containsExactly("claim", "release 7 connection reset");
    }

    @Test
    void listsWhatMayHaveLeftAsUnknownWhenPatienceEnds() throws InterruptedException {
        answer = new SendResult.Ambiguous("connection reset");

        assertThat(once(EAGER, "not taken for 600 s"))
                .isEqualTo(new MailTry.Done(DeliveryStatus.UNKNOWN));
    }

    @Test
    void sendsNothingThatIsNotClaimed() throws InterruptedException {
        claim = new Claim.Already("action-1", DeliveryStatus.ACCEPTED, null, null);
        assertThat(once(EAGER, null)).isEqualTo(new MailTry.Repeated());
        claim = new Claim.Busy("action-1", Instant.EPOCH);
        assertThat(once(EAGER, null)).isEqualTo(new MailTry.Busy(Instant.EPOCH));
        claim = new Claim.Refused("action-1", "parent_deleted", "accounts");
        assertThat(once(EAGER, null)).isEqualTo(new MailTry.Refused("parent_deleted", "accounts"));

        assertThat(sent).isEmpty();
        assertThat(ledger).containsOnly("claim");
    }

    @Test
    void skipsAMailWithAHole() throws InterruptedException {
        Intent intent = Intents.intent(CAREFUL, "{\"account\":{}}");

        assertThat(mailTry().once(intent, null))
                .isEqualTo(new MailTry.Done(DeliveryStatus.SKIPPED));

        assertThat(sent).isEmpty();
        assertThat(ledger).containsExactly("claim", "confirm 7 skipped MISSING_VARIABLE null null");
    }

    private MailTry.Result once(DeliveryMode mode, @Nullable String impatient)
            throws InterruptedException {
        return mailTry().once(Intents.intent(mode, Intents.DATA), impatient);
    }

    private MailTry mailTry() {
        return new MailTry(
                (intent, lease) -> {
                    ledger.add("claim");
                    return claim;
                },
                (id, attempt, outcome) -> ledger.add("confirm " + attempt + " " + shown(outcome)),
                (id, attempt, error) -> ledger.add("release " + attempt + " " + error),
                new MailRenderer(
                        (id, version) ->
                                Optional.of(
                                        "{\"subject\":\"{{account.name}}\",\"html_content\":\"x\"}")),
                mail -> {
                    sent.add(mail);
                    return answer;
                },
                mail -> "<" + mail.actionId() + "@x>",
                Duration.ofMinutes(1));
    }

    private static String shown(DeliveryOutcome outcome) {
        Reason reason = outcome.reason();
        return "%s %s %s %s"
                .formatted(outcome.status().code(), reason, outcome.error(), outcome.messageId());
    }
}
