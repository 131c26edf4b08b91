package io.automation.model.change;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The captured tables with the columns the system reads, in the order of a replay at one instant.
 * Tables after {@link #GOALS} share one rank.
 */
public enum Table {
    ORGANIZATIONS(
            Kind.DEFINITION,
            "name:TEXT timezone:TEXT settings:JSON deleted_at:INSTANT updated_at:INSTANT created_at:INSTANT"),
    AUTOMATION_WORKFLOWS(
            Kind.DEFINITION,
            "organization_id:ID name:TEXT status:TEXT enabled:BOOLEAN scope_all_accounts:BOOLEAN"
                    + " trigger_type:TEXT trigger_config:JSON condition_config:JSON"
                    + " action_type:TEXT action_config:JSON settings:JSON version:NUMBER"
                    + " deleted_at:INSTANT updated_at:INSTANT created_at:INSTANT"),
    AUTOMATION_WORKFLOW_ACCOUNTS(Kind.FACT, "workflow_id:ID account_id:ID"),
    EMAIL_TEMPLATES(
            Kind.DEFINITION,
            "organization_id:ID name:TEXT subject:TEXT html_content:TEXT text_content:TEXT"
                    + " variables:JSON category:TEXT variants:JSON delivery_mode:TEXT version:NUMBER"
                    + " updated_at:INSTANT created_at:INSTANT"),
    ACCOUNTS(
            Kind.FACT,
            "organization_id:ID name:TEXT status:TEXT industry:TEXT size:TEXT arr:NUMBER"
                    + " churn_risk:NUMBER contract_end_date:DATE custom:JSON automation_run_id:ID"
                    + " automation_depth:NUMBER deleted_at:INSTANT updated_at:INSTANT created_at:INSTANT"),
    CONTACTS(
            Kind.FACT,
            "account_id:ID name:TEXT email:TEXT role:TEXT locale:TEXT timezone:TEXT"
                    + " updated_at:INSTANT created_at:INSTANT"),
    ACCOUNT_TEAM(
            Kind.FACT,
            "account_id:ID name:TEXT email:TEXT role:TEXT updated_at:INSTANT created_at:INSTANT"),
    HEALTH_SCORES(
            Kind.FACT,
            "account_id:ID score:NUMBER churn_risk:NUMBER recorded_at:INSTANT"
                    + " automation_run_id:ID automation_depth:NUMBER created_at:INSTANT"),
    ENGAGEMENTS(
            Kind.FACT,
            "account_id:ID type:TEXT direction:TEXT status:TEXT outcome:TEXT scheduled_at:INSTANT"
                    + " ends_at:INSTANT occurred_at:INSTANT expects_response:BOOLEAN automatic:BOOLEAN"
                    + " automation_run_id:ID updated_at:INSTANT created_at:INSTANT"),
    GOALS(
            Kind.FACT,
            "account_id:ID type:TEXT name:TEXT status:TEXT due_date:DATE"
                    + " updated_at:INSTANT created_at:INSTANT"),
    HEALTH_SCORE_OVERLAYS(
            Kind.FACT,
            "account_id:ID workflow_id:ID run_id:ID adjustment:NUMBER reason:TEXT"
                    + " starts_at:INSTANT ends_at:INSTANT updated_at:INSTANT created_at:INSTANT"),
    AUTOMATION_REQUESTS(
            Kind.FACT,
            "account_id:ID kind:TEXT workflow_id:ID run_id:ID definition:TEXT user_id:TEXT"
                    + " trigger_data:JSON workflow_version:NUMBER workflow:JSON created_at:INSTANT"),
    AUTOMATION_RUN_STEPS(
            Kind.OUTCOME,
            "account_id:ID workflow_id:ID run_id:ID step:NUMBER action_type:TEXT status:TEXT"
                    + " due_at:INSTANT started_at:INSTANT finished_at:INSTANT result:JSON error:TEXT"),
    EMAIL_DELIVERIES(
            Kind.OUTCOME,
            "account_id:ID organization_id:ID run_id:ID step:NUMBER template_id:ID address:TEXT"
                    + " status:TEXT reason:TEXT accepted_at:INSTANT"),
    AUTOMATION_HEARTBEAT(Kind.HEARTBEAT, "beat_at:INSTANT");

    /** What the job does with a table's changes. */
    public enum Kind {
        /** A change of an account's world. */
        FACT,
        /** A change of what is decided. */
        DEFINITION,
        /** What became of an effect. */
        OUTCOME,
        /** The clock. */
        HEARTBEAT
    }

    private static final Map<String, Table> BY_NAME = new HashMap<>();

    static {
        for (Table table : values()) {
            BY_NAME.put(table.tableName, table);
        }
    }

    private final Kind kind;
    private final String tableName;

    @SuppressWarnings("ImmutableEnumChecker") // Stream.toList() cannot be changed.
    private final List<Column> columns;

    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it after the constructor.
    private final Map<String, Integer> indexes = new HashMap<>();

    Table(Kind kind, String columns) {
        this.kind = kind;
        this.tableName = name().toLowerCase(Locale.ROOT);
        this.columns = Arrays.stream(columns.split(" ")).map(Table::parse).toList();
        for (int i = 0; i < this.columns.size(); i++) {
            indexes.put(this.columns.get(i).name(), i);
        }
    }

    private static Column parse(String text) {
        int colon = text.indexOf(':');
        String type = text.substring(colon + 1);
        return new Column(text.substring(0, colon), ColumnType.valueOf(type));
    }

    public Kind kind() {
        return kind;
    }

    /** The table's name in PostgreSQL and in {@code source.table}. */
    public String tableName() {
        return tableName;
    }

    /**
     * The columns read, in the order of a row's values; the primary key is not among them. At most
     * 63.
     */
    public List<Column> columns() {
        return columns;
    }

    /** The index of a column in a row's values; throws for a column that is not projected. */
    public int index(String column) {
        Integer index = indexes.get(column);
        if (index == null) {
            throw new IllegalArgumentException(tableName + " has no column " + column);
        }
        return index;
    }

    /** The place in the order of a replay at one instant (semantics 1.3). */
    public int rank() {
        return Math.min(ordinal(), GOALS.ordinal() + 1);
    }

    /** The table of a name, or null if it is not captured. */
    public static @Nullable Table of(String name) {
        return BY_NAME.get(name);
    }
}
