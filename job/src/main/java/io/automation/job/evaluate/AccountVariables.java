package io.automation.job.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.udfs.condition.EngagementVariables;
import io.automation.udfs.condition.GoalVariables;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables that conditions and templates see of one account at one instant (semantics 5),
 * built when the first is asked for.
 */
final class AccountVariables implements RunVariables {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final int MOST_DIGITS = 60;
    private static final List<String> ROOTS =
            List.of(
                    "account",
                    "engagement",
                    "goals",
                    "custom",
                    "organization",
                    "trigger",
                    "product_name");

    private static final String ACCOUNT = "account.";
    private static final List<String> OWN =
            List.of(
                    "name",
                    "health_score",
                    "status",
                    "arr",
                    "industry",
                    "size",
                    "churn_risk",
                    "contract_end_date");

    private final Account account;
    private final Organization organization;
    private final long now;
    private final Map<String, Object> trigger;
    private final Map<String, Object> known = new LinkedHashMap<>();

    /**
     * @param now the instant in epoch milliseconds
     * @param trigger what the run's trigger data has, by name
     */
    AccountVariables(
            Account account, Organization organization, long now, Map<String, Object> trigger) {
        this.account = account;
        this.organization = organization;
        this.now = now;
        this.trigger = trigger;
    }

    @Override
    public @Nullable Object value(String path) {
        if (path.startsWith(ACCOUNT) && path.indexOf('.', ACCOUNT.length()) < 0) {
            // What most conditions ask for, without all the rest.
            return own(path.substring(ACCOUNT.length()));
        }
        return walk(path, this::root);
    }

    /** What a dotted path leads to, given what its first name stands for. */
    static @Nullable Object walk(String path, Function<String, @Nullable Object> roots) {
        int dot = path.indexOf('.');
        Object value = roots.apply(dot < 0 ? path : path.substring(0, dot));
        while (dot >= 0) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            int next = path.indexOf('.', dot + 1);
            value = map.get(path.substring(dot + 1, next < 0 ? path.length() : next));
            dot = next;
        }
        return value;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : ROOTS) {
            put(all, name, root(name));
        }
        return all;
    }

    private @Nullable Object root(String name) {
        Object value = known.get(name);
        if (value == null) {
            value = make(name);
            put(known, name, value);
        }
        return value;
    }

    private @Nullable Object make(String name) {
        return switch (name) {
            case "account" -> ownFields();
            case "engagement" -> EngagementVariables.of(account.engagements(), now).toMap();
            case "goals" -> GoalVariables.of(account.goalStatuses()).toMap();
            case "custom" -> object(text(account.row(), "custom"));
            case "organization" -> tenant(organization);
            case "trigger" -> trigger;
            case "product_name" -> organization.productName();
            default -> null;
        };
    }

    private Map<String, Object> ownFields() {
        Map<String, Object> own = new LinkedHashMap<>();
        for (String name : OWN) {
            put(own, name, own(name));
        }
        return own;
    }

    /** A field of the account; null where it has none. */
    private @Nullable Object own(String name) {
        RowVersion row = account.row();
        return switch (name) {
            case "name", "status", "industry", "size" -> text(row, name);
            case "health_score" -> account.effectiveScore(now);
            case "arr" -> number(row, name);
            case "churn_risk" -> {
                BigDecimal churnRisk = account.vitals().scores.inForce(Metric.CHURN_RISK);
                yield churnRisk != null ? churnRisk : number(row, name);
            }
            case "contract_end_date" -> {
                String end = text(row, name);
                yield end == null ? null : LocalDate.parse(end);
            }
            default -> null;
        };
    }

    /** An organization's settings, and its name. */
    static Map<String, Object> tenant(Organization organization) {
        Map<String, Object> tenant = new LinkedHashMap<>();
        if (plain(organization.settings()) instanceof Map<?, ?> settings) {
            settings.forEach((key, value) -> tenant.put(String.valueOf(key), value));
        }
        put(tenant, "name", organization.name());
        return tenant;
    }

    /** What a run's trigger data has, by name. */
    static Map<String, Object> triggerOf(String triggerData) {
        Map<String, Object> trigger = new LinkedHashMap<>();
        object(triggerData).forEach((name, value) -> put(trigger, name, value));
        return trigger;
    }

    static Map<String, @Nullable Object> object(@Nullable String json) {
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

    static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private static @Nullable String text(RowVersion row, String column) {
        return row.get(Table.ACCOUNTS.index(column));
    }

    private static @Nullable BigDecimal number(RowVersion row, String column) {
        String text = text(row, column);
        return text == null ? null : new BigDecimal(text);
    }
}
