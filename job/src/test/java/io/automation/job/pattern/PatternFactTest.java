package io.automation.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.PatternEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatternFactTest {

    @Test
    void countsAChangeOfStatusAsTwoEvents() {
        PatternFact fact = account(Map.of("status", "at_risk"), Map.of("status", "active"));

        assertThat(fact.events())
                .containsExactlyInAnyOrder(
                        PatternEvent.ACCOUNT_CHANGED, PatternEvent.STATUS_CHANGED);
        assertThat(fact.fields().value("status")).isEqualTo("at_risk");
        assertThat(fact.fields().value("previous_status")).isEqualTo("active");
    }

    @Test
    void countsAnotherChangeOfAnAccountAsOne() {
        assertThat(account(Map.of("status", "a", "arr", "1"), Map.of("status", "a")).events())
                .containsExactly(PatternEvent.ACCOUNT_CHANGED);
    }

    @Test
    void countsAnInsertWithAStatusAsEnteringIt() {
        PatternFact fact = account(Map.of("status", "active"), null);

        assertThat(fact.events()).contains(PatternEvent.STATUS_CHANGED);
        assertThat(fact.fields().value("previous_status")).isNull();
        assertThat(fact.fields().value("previous_id")).isNull();
        assertThat(account(Map.of(), null).events()).containsExactly(PatternEvent.ACCOUNT_CHANGED);
    }

    @Test
    void givesColumnsTheirTypes() {
        PatternFact fact =
                account(
                        Map.of(
                                "arr", "10.50",
                                "contract_end_date", "2026-03-01",
                                "updated_at", "1",
                                "custom",
                                        "{\"plan\":{\"tier\":1.5,\"tags\":[\"x\",null]},\"n\":null}"),
                        Map.of("custom", "{\"plan\":{\"tier\":true}}"));

        assertThat(fact.fields().value("arr")).isEqualTo(new BigDecimal("10.50"));
        assertThat(fact.fields().value("contract_end_date")).isEqualTo(LocalDate.of(2026, 3, 1));
        assertThat(fact.fields().value("updated_at")).isEqualTo(Instant.ofEpochMilli(1));
        assertThat(fact.fields().value("custom.plan.tier")).isEqualTo(new BigDecimal("1.5"));
        assertThat(fact.fields().value("custom.plan.tags"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly("x", null);
        assertThat(fact.fields().value("previous_custom.plan.tier")).isEqualTo(true);
        assertThat(fact.fields().value("custom.n")).isNull();
        assertThat(fact.fields().value("custom.plan.tier.deeper")).isNull();
        assertThat(fact.fields().value("industry")).isNull();
        assertThat(fact.fields().value("no_column")).isNull();
    }

    @Test
    void givesTheIdByItsNames() {
        assertThat(fact(Table.ENGAGEMENTS).fields().value("engagement_id")).isEqualTo("row");
        assertThat(fact(Table.ENGAGEMENTS).fields().value("goal_id")).isNull();
        assertThat(fact(Table.GOALS).fields().value("goal_id")).isEqualTo("row");
        assertThat(fact(Table.GOALS).fields().value("engagement_id")).isNull();
        assertThat(fact(Table.HEALTH_SCORES).fields().value("id")).isEqualTo("row");
    }

    @Test
    void hasThePlaceOfItsChange() {
        PatternFact fact = fact(Table.GOALS);

        assertThat(List.of(fact.table(), fact.rowId(), fact.position(), fact.at()))
                .isEqualTo(List.of(Table.GOALS, "row", "77", 5L));
    }

    @Test
    void refusesOtherTables() {
        assertThatThrownBy(() -> fact(Table.CONTACTS)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PatternFact account(
            Map<String, String> row, @Nullable Map<String, String> previous) {
        @Nullable String[] values = values(row);
        return PatternFact.of(
                change(Table.ACCOUNTS, values), values, previous == null ? null : values(previous));
    }

    private static PatternFact fact(Table table) {
        @Nullable String[] row = new @Nullable String[table.columns().size()];
        return PatternFact.of(change(table, row), row, null);
    }

    private static @Nullable String[] values(Map<String, String> row) {
        @Nullable String[] values = new @Nullable String[Table.ACCOUNTS.columns().size()];
        row.forEach((column, value) -> values[Table.ACCOUNTS.index(column)] = value);
        return values;
    }

    private static Change change(Table table, @Nullable String[] row) {
        return new Change(
                "",
                table,
                Operation.UPDATE,
                "account",
                "row",
                5,
                5,
                Change.NONE,
                77,
                0,
                0,
                row,
                0,
                Change.NO_VALUES,
                null);
    }
}
