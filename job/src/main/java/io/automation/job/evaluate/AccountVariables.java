package io.automation.job.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.Organization;
import io.automation.udfs.condition.Variables;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that conditions and templates see of one account at one instant (semantics 5),
 * built when the first is asked for.
 */
final class AccountVariables implements Variables {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final int MOST_DIGITS = 60;
    private static final BigDecimal LOWEST = BigDecimal.ZERO;
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(100);

    private final Map<String, Object> root = new LinkedHashMap<>();

    /**
     * @param account the account's row
     * @param healthScore the score in force, null if there is none
     * @param churnRisk the last known churn risk of its scores, null if there is none
     * @param trigger what the run's trigger data has, by name
     */
    AccountVariables(
            RowVersion account,
            @Nullable BigDecimal healthScore,
            @Nullable BigDecimal churnRisk,
            Organization organization,
            Map<String, Object> trigger) {
        Map<String, Object> own = new LinkedHashMap<>();
        put(own, "name", text(account, "name"));
        put(own, "health_score", healthScore == null ? null : clamp(healthScore));
        put(own, "status", text(account, "status"));
        put(own, "arr", number(account, "arr"));
        put(own, "industry", text(account, "industry"));
        put(own, "size", text(account, "size"));
        put(own, "churn_risk", churnRisk != null ? churnRisk : number(account, "churn_risk"));
        String end = text(account, "contract_end_date");
        put(own, "contract_end_date", end == null ? null : LocalDate.parse(end));
        root.put("account", own);
        root.put("custom", object(text(account, "custom")));
        Map<String, Object> tenant = new LinkedHashMap<>();
        if (plain(organization.settings()) instanceof Map<?, ?> settings) {
            settings.forEach((key, value) -> tenant.put(String.valueOf(key), value));
        }
        put(tenant, "name", organization.name());
        root.put("organization", tenant);
        root.put("trigger", trigger);
        put(root, "product_name", organization.productName());
    }

    @Override
    public @Nullable Object value(String path) {
        Object value = root;
        for (String name : path.split("\\.", -1)) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            value = map.get(name);
        }
        return value;
    }

    /** All variables as nested maps, for a template; a copy that may be added to. */
    Map<String, Object> toMap() {
        return new LinkedHashMap<>(root);
    }

    private static Map<String, @Nullable Object> object(@Nullable String json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (json == null) {
            return map;
        }
        try {
            if (plain(JSON.readTree(json)) instanceof Map<?, ?> values) {
                values.forEach((key, value) -> map.put(String.valueOf(key), value));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the decoder lets no broken JSON through", e);
        }
        return map;
    }

    /** A JSON value as plain maps, lists, texts, decimals, booleans and nulls. */
    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties()
                        .forEach(field -> map.put(field.getKey(), plain(field.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case NUMBER -> number(node.decimalValue());
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    /** A number that could fill the memory when it is written out stays the text it was. */
    private static Object number(BigDecimal number) {
        boolean writable =
                number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS;
        return writable ? number : number.toString();
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static BigDecimal clamp(BigDecimal score) {
        return score.max(LOWEST).min(HIGHEST);
    }

    private static @Nullable String text(RowVersion row, String column) {
        return row.get(Table.ACCOUNTS.index(column));
    }

    private static @Nullable BigDecimal number(RowVersion row, String column) {
        String text = text(row, column);
        return text == null ? null : new BigDecimal(text);
    }
}
