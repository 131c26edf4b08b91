package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Condition.Custom.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a custom condition compares a variable with its value. */
class CustomConditionTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # numbers, be they text or not
                    n:60|equals|60|holds
                    n:60.00|equals|60|holds
                    n:60|equals|'60'|holds
                    n:60|equals|'60.0'|holds
                    n:60|equals|'+60'|holds
                    n:-0|equals|0|holds
                    s:60|equals|60|holds
                    s:060|equals|'60.000'|holds
                    n:6E+1|equals|60|holds
                    n:60|equals|6e1|holds
                    n:60|equals|'6e1'|condition_failed
                    n:60|equals|' 60'|condition_failed
                    n:60|equals|'60 '|condition_failed
                    n:60|equals|'sixty'|condition_failed
                    n:59.995|equals|59.995|holds
                    n:59.995|equals|59.99|condition_failed
                    n:60|not_equals|60.0|condition_failed
                    n:60|not_equals|'61'|holds
                    n:60|not_equals|'x'|holds
                    n:60|greater_than|59.999999999999999999|holds
                    n:60|greater_than|60|condition_failed
                    n:60|greater_than|'59'|holds
                    s:60|greater_than|'9'|holds
                    s:-5|less_than|'-4.5'|holds
                    n:60|less_than|60|condition_failed
                    n:60|less_than|'60.01'|holds
                    n:1E+999999999|greater_than|1e999999998|holds
                    n:1E-999999999|less_than|0|condition_failed
                    n:60|greater_than|'abc'|type_mismatch
                    n:60|less_than|true|type_mismatch
                    n:60|greater_than|[1]|type_mismatch
                    n:60|greater_than|'2026-03-01'|type_mismatch
                    s:12345678901234567890.5|greater_than|12345678901234567890.4|holds
                    # texts
                    s:abc|equals|'abc'|holds
                    s:abc|equals|'ABC'|condition_failed
                    s:|equals|''|holds
                    s:abc|equals|''|condition_failed
                    s:abc|not_equals|'abc'|condition_failed
                    s:abc|not_equals|'abd'|holds
                    s:5 apples|equals|5|condition_failed
                    s:abc|greater_than|'abb'|type_mismatch
                    s:abc|less_than|1|type_mismatch
                    s:|greater_than|0|type_mismatch
                    s:1.|greater_than|0|type_mismatch
                    s:.5|greater_than|0|type_mismatch
                    s:1,000|greater_than|0|type_mismatch
                    s:٣|greater_than|0|type_mismatch
                    s:NaN|equals|'NaN'|holds
                    # instants, be they text or not
                    i:2026-03-01T09:00:00Z|equals|'2026-03-01T09:00:00.000Z'|holds
                    i:2026-03-01T09:00:00Z|equals|'2026-03-01T09:00:00Z'|holds
                    i:2026-03-01T09:00:00Z|equals|'2026-03-01 09:00'|holds
                    i:2026-03-01T09:00:00Z|equals|'2026-03-01T10:00+01:00'|holds
                    i:2026-03-01T09:00:00Z|equals|'2026-03-01 03:30:00-05:30'|holds
                    i:2026-03-01T09:00:00.123Z|equals|'2026-03-01T09:00:00.1239999999999'|holds
                    i:2026-03-01T09:00:00.120Z|equals|'2026-03-01T09:00:00.12'|holds
                    i:2026-03-01T09:00:00.123456Z|equals|'2026-03-01T09:00:00.123Z'|holds
                    i:2026-03-01T00:00:00Z|equals|'2026-03-01'|holds
                    i:2026-03-01T09:00:00Z|greater_than|'2026-03-01'|holds
                    i:2026-03-01T09:00:00Z|less_than|'2026-03-01T09:00:00Z'|condition_failed
                    i:2026-03-01T09:00:00Z|less_than|'2026-03-01T09:00:00.001Z'|holds
                    i:2026-03-01T09:00:00Z|greater_than|'2026-3-1'|type_mismatch
                    i:2026-03-01T09:00:00Z|greater_than|'tomorrow'|type_mismatch
                    i:2026-03-01T09:00:00Z|greater_than|1|type_mismatch
                    i:2026-03-01T09:00:00Z|not_equals|'tomorrow'|holds
                    d:2026-12-31|equals|'2026-12-31'|holds
                    d:2026-12-31|equals|'2026-12-31T00:00Z'|holds
                    d:2026-12-31|equals|'2026-12-31T01:00+01:00'|holds
                    d:2026-12-31|less_than|'2027-01-01'|holds
                    d:2026-12-31|greater_than|'2026-12-30T23:59:59.999Z'|holds
                    d:2026-12-31|equals|'31.12.2026'|condition_failed
                    s:2026-03-01|equals|'2026-03-01 00:00:00'|holds
                    s:2026-03-01|less_than|'2026-03-02'|holds
                    s:2026-02-30|less_than|'2026-03-02'|type_mismatch
                    s:2026-02-30|equals|'2026-02-30'|holds
                    s:2026-03-01T09:00:00z|equals|'2026-03-01T09:00:00Z'|condition_failed
                    s:2026-03-01t09:00|equals|'2026-03-01T09:00'|condition_failed
                    s:2026-03-01T9:00|equals|'2026-03-01T09:00'|condition_failed
                    s:2026-03-01T24:00|equals|'2026-03-02'|condition_failed
                    s:2026-03-01T09:60|equals|'2026-03-01T10:00'|condition_failed
                    s:2026-03-01T09|equals|'2026-03-01T09:00'|condition_failed
                    s:2026-03-01T|equals|'2026-03-01'|condition_failed
                    s:2026-03-01Z|equals|'2026-03-01'|condition_failed
                    s:2026-03-01T09:00:00.|equals|'2026-03-01T09:00'|condition_failed
                    s:2026-03-01T09:00+0100|equals|'2026-03-01T08:00'|condition_failed
                    s:2026-03-01T09:00+01|equals|'2026-03-01T08:00'|condition_failed
                    s:2026-03-01T09:00 Z|equals|'2026-03-01T09:00'|condition_failed
                    s:2026-03-01T09:00ZZ|equals|'2026-03-01T09:00'|condition_failed
                    s:20260301|greater_than|20260228|holds
                    # truth, lists and objects are compact JSON
                    b:true|equals|true|holds
                    b:true|equals|'true'|holds
                    b:false|equals|true|condition_failed
                    b:true|not_equals|false|holds
                    b:true|equals|1|condition_failed
                    b:true|greater_than|false|type_mismatch
                    s:true|equals|true|holds
                    j:[1,'a',null,true]|equals|[1.0,'a',null,true]|holds
                    j:[1,2]|equals|[2,1]|condition_failed
                    j:[1,2]|equals|'[1,2]'|holds
                    j:[1,2]|equals|'[1, 2]'|condition_failed
                    j:[]|equals|'[]'|holds
                    j:{'a':1,'b':[null]}|equals|{'a':1.00,'b':[null]}|holds
                    j:{'a':1,'b':2}|equals|{'b':2,'a':1}|condition_failed
                    j:{'a':'ü'}|equals|'{~a~:~ü~}'|holds
                    j:{'a':1}|not_equals|{'a':2}|holds
                    j:{'a':1}|less_than|{'a':2}|type_mismatch
                    j:[1]|greater_than|0|type_mismatch
                    # contains
                    s:enterprise plan|contains|'prise'|holds
                    s:enterprise plan|contains|'Plan'|condition_failed
                    s:enterprise plan|contains|''|holds
                    s:room 101|contains|101|holds
                    s:is true|contains|true|holds
                    s:60|contains|'6'|holds
                    j:['a','b']|contains|'b'|holds
                    j:['a','b']|contains|'B'|condition_failed
                    j:['ab']|contains|'a'|condition_failed
                    j:[60,'70']|contains|'60.0'|holds
                    j:[60,'70']|contains|70|holds
                    j:['2026-03-01']|contains|'2026-03-01T00:00Z'|holds
                    j:[[1,2],{'a':1}]|contains|[1,2]|holds
                    j:[[1,2],{'a':1}]|contains|{'a':1}|holds
                    j:[null]|contains|'null'|condition_failed
                    j:[true]|contains|true|holds
                    j:[]|contains|'a'|condition_failed
                    n:60|contains|6|type_mismatch
                    b:true|contains|'t'|type_mismatch
                    j:{'a':1}|contains|'a'|type_mismatch
                    d:2026-12-31|contains|'2026-12'|holds
                    i:2026-03-01T09:00:00Z|contains|'T09:00:00.000Z'|holds
                    # what is missing
                    -|equals|'x'|missing_field
                    -|equals|'null'|missing_field
                    -|not_equals|'x'|holds
                    -|greater_than|0|missing_field
                    -|less_than|0|missing_field
                    -|contains|'x'|missing_field
                    """)
    void comparesNumbersThenInstantsThenTexts(
            String variable, String operator, String value, String expected)
            throws JsonProcessingException {
        Custom custom =
                new Custom(
                        "custom.x",
                        Operator.valueOf(operator.toUpperCase(Locale.ROOT)),
                        json(value));
        Object found = value(variable);

        var reason = Conditions.judge(List.of(custom), path -> found);

        assertThat(reason == null ? "holds" : reason.code()).isEqualTo(expected);
    }

    private static @Nullable Object value(String text) throws JsonProcessingException {
        if (text.equals("-")) {
            return null;
        }
        String rest = text.substring(2);
        return switch (text.charAt(0)) {
            case 's' -> rest;
            case 'n' -> new BigDecimal(rest);
            case 'b' -> Boolean.valueOf(rest);
            case 'i' -> Instant.parse(rest);
            case 'd' -> LocalDate.parse(rest);
            case 'j' -> Values.of(json(rest));
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"').replace("~", "\\\""));
    }
}
