package io.automation.job.record;

import io.automation.connectors.kafka.JsonRecord;
import io.automation.connectors.kafka.JsonWriter;
import io.automation.connectors.kafka.UnreadableRecordException;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.model.change.Change;
import java.util.Set;

/** Records of the definitions topic as JSON; what holds since ever has no instant. */
public final class DefinitionAnswerCodec {

    private static final Set<String> VERBATIM = Set.of("problems");

    private DefinitionAnswerCodec() {}

    /** The record's key: the row it answers. */
    public static String key(DefinitionAnswer answer) {
        return answer.table() + '|' + answer.id();
    }

    public static byte[] write(DefinitionAnswer answer) {
        return JsonWriter.bytes(
                to -> {
                    to.text("table", answer.table());
                    to.text("id", answer.id());
                    to.text("name", answer.name());
                    to.number("version", answer.version());
                    to.flag("accepted", answer.accepted());
                    to.verbatim("problems", answer.problems());
                    to.instant("at", isSinceEver(answer) ? null : (Long) answer.at());
                });
    }

    public static DefinitionAnswer read(byte[] bytes) throws UnreadableRecordException {
        JsonRecord from = JsonRecord.read(bytes, VERBATIM);
        Long at = from.instantOrNull("at");
        return new DefinitionAnswer(
                "",
                from.text("table"),
                from.text("id"),
                from.text("name"),
                from.number("version"),
                from.flag("accepted"),
                from.text("problems"),
                at == null ? Change.BEGINNING : at);
    }

    static boolean isSinceEver(DefinitionAnswer answer) {
        return answer.at() <= Change.BEGINNING;
    }
}
