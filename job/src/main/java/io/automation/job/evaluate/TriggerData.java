package io.automation.job.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.automation.model.change.Instants;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run says of its trigger: the contract's fields in their order, absent ones null. */
final class TriggerData {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /** What another run was told, as it was printed. */
    static TriggerData of(String json) {
        TriggerData data = new TriggerData();
        AccountVariables.object(json).forEach(data::with);
        return data;
    }

    /** A text, a list or a map of plain values; numbers are stripped of what they do not need. */
    TriggerData with(String name, @Nullable Object value) {
        fields.put(name, value instanceof BigDecimal number ? stripped(number) : value);
        return this;
    }

    /** An instant in epoch milliseconds. */
    TriggerData instant(String name, long millis) {
        return with(name, Instants.text(millis));
    }

    String json() {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    /** The same as template variables; nulls are left out. */
    Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        fields.forEach(
                (name, value) -> {
                    if (value != null) {
                        variables.put(name, value);
                    }
                });
        return variables;
    }

    private static BigDecimal stripped(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
