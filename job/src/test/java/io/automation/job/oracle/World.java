package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that is known at one instant. */
final class World {

    private static final long RETENTION = 90 * Values.DAY;
    private static final List<String> ENGAGEMENT_TIMES =
            List.of("occurred_at", "scheduled_at", "ends_at", "updated_at", "created_at");

    final Asked asked;
    long now = Event.BEGINNING;
    final Map<String, Definition> definitions = new TreeMap<>();
    final Map<String, Run> runs = new LinkedHashMap<>();
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Map<String, AccountState> accounts = new HashMap<>();
    private final Map<String, Organization> organizations = new HashMap<>();

    World(Asked asked) {
        this.asked = asked;
    }

    @Nullable Change take(Event event) {
        String owner = event.isDefinition() ? "" : event.account();
        String key = event.table() + "/" + owner + "/" + event.row();
        return rows.computeIfAbsent(key, k -> new Row()).take(event);
    }

    Row row(String table, String owner, String id) {
        return rows.getOrDefault(table + "/" + owner + "/" + id, new Row());
    }

    Row accountRow(String account) {
        return row("accounts", account, account);
    }

    /** The rows of a table that are there, of one account (of none for definitions), by id. */
    Map<String, Row> rows(String table, String owner) {
        String prefix = table + "/" + owner + "/";
        Map<String, Row> found = new TreeMap<>();
        beginningWith(prefix)
                .forEach(
                        (key, row) -> {
                            if (row.isThere()) {
                                found.put(key.substring(prefix.length()), row);
                            }
                        });
        return found;
    }

    AccountState account(String id) {
        return accounts.computeIfAbsent(id, account -> new AccountState());
    }

    /** The accounts that are there, by id. */
    List<String> accounts() {
        TreeSet<String> found = new TreeSet<>();
        beginningWith("accounts/")
                .forEach(
                        (key, row) -> {
                            if (row.isThere()) {
                                found.add(key.substring(key.lastIndexOf('/') + 1));
                            }
                        });
        return List.copyOf(found);
    }

    private Map<String, Row> beginningWith(String prefix) {
        return rows.subMap(prefix, prefix + '\uffff');
    }

    void takeOrganization(Change change) {
        String id = change.event().row();
        if (!change.isThere()) {
            organizations.remove(id);
            return;
        }
        try {
            organizations.put(id, Organization.read(change.row()));
        } catch (RefusedException e) {
            return; // The good version before goes on.
        }
    }

    Organization organization(String id) {
        return organizations.getOrDefault(id, Organization.NONE);
    }

    Organization organizationOf(String account) {
        return organization(Values.id(accountRow(account).value("organization_id")));
    }

    /** Semantics 2.4: an account's rows and what was derived from them go. */
    void dropAccount(String account) {
        accounts.remove(account);
        rows.forEach(
                (key, row) -> {
                    boolean isOwned = key.split("/", 3)[1].equals(account);
                    if (isOwned && !key.startsWith("accounts/")) {
                        row.drop();
                    }
                });
    }

    /** Semantics 2.1–2.3. */
    boolean isActing(Workflow workflow) {
        Definition definition = definitions.get(workflow.id());
        return definition != null && definition.isActing(asked);
    }

    boolean isTenant(Workflow workflow, String account) {
        Row row = accountRow(account);
        return row.isThere()
                && Values.id(row.value("organization_id")).equals(workflow.organization());
    }

    boolean isInScope(Workflow workflow, String account) {
        return workflow.isForAll()
                || row("automation_workflow_accounts", "", workflow.id() + "|" + account).isThere();
    }

    /** Semantics 1.11, at once and not only with the account's next change: nobody sees it. */
    void forgetWhatIsOld() {
        if (now == Event.BEGINNING) {
            return;
        }
        rows.forEach(
                (key, row) -> {
                    boolean mayLeave = key.startsWith("engagements/") || key.startsWith("goals/");
                    if (!mayLeave || !row.isThere()) {
                        return;
                    }
                    String[] parts = key.split("/", 3);
                    if (isOld(parts[0], row)) {
                        row.leave();
                        AccountState account = account(parts[1]);
                        account.silence.removeIf(one -> one.engagement().equals(parts[2]));
                        account.everCounted.remove(parts[2]);
                        account.negatives.remove(parts[2]);
                    }
                });
    }

    private boolean isOld(String table, Row row) {
        long line = now - RETENTION;
        if (table.equals("goals")) {
            String status = row.value("status").asText();
            return List.of("achieved", "missed", "cancelled").contains(status) && row.at() < line;
        }
        boolean isOld = row.at() < line;
        for (String column : ENGAGEMENT_TIMES) {
            Long at = Values.instant(row.value(column));
            isOld &= at == null || at < line;
        }
        return isOld;
    }

    /** Section 7. */
    @Nullable BigDecimal effectiveScore(String account) {
        BigDecimal score = account(account).lastScore("health_score");
        if (score == null) {
            return null;
        }
        for (Row overlay : rows("health_score_overlays", account).values()) {
            Long from = Values.instant(overlay.value("starts_at"));
            Long to = Values.instant(overlay.value("ends_at"));
            BigDecimal adjustment = Values.decimal(overlay.value("adjustment"));
            boolean isOn = from != null && from <= now && (to == null || now < to);
            if (isOn && adjustment != null) {
                score = score.add(adjustment);
            }
        }
        return score.max(BigDecimal.ZERO).min(BigDecimal.valueOf(100));
    }

    @Nullable BigDecimal churnRisk(String account) {
        BigDecimal last = account(account).lastScore("churn_risk");
        return last == null ? Values.decimal(accountRow(account).value("churn_risk")) : last;
    }

    /** The templates that an organization calls by an id or a name. */
    List<Row> templates(String organization, String called) {
        List<Row> found = new ArrayList<>();
        rows("email_templates", "")
                .forEach(
                        (id, row) -> {
                            boolean isOwn =
                                    Values.id(row.value("organization_id")).equals(organization);
                            boolean isCalled =
                                    id.equalsIgnoreCase(called)
                                            || Objects.equals(
                                                    Values.text(row.value("name")), called);
                            if (isOwn && isCalled) {
                                found.add(row);
                            }
                        });
        return found;
    }

    JsonNode custom(String account) {
        return Values.lenientJson(accountRow(account).value("custom"));
    }
}
