package io.automation.job.evaluate;

import io.automation.model.workflow.Organization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of an organization's run: those of no account, and the accounts it is about. */
final class OrganizationVariables implements RunVariables {

    /** How many accounts a template sees. */
    private static final int MOST_ACCOUNTS = 500;

    private final Map<String, Object> all = new LinkedHashMap<>();

    OrganizationVariables(
            Organization organization, List<Member> members, Map<String, Object> trigger) {
        all.put("organization", AccountVariables.tenant(organization));
        all.put("trigger", trigger);
        AccountVariables.put(all, "product_name", organization.productName());
        List<Map<String, Object>> accounts = new ArrayList<>();
        members.stream()
                .sorted(
                        Comparator.<Member, String>comparing(
                                        member -> member.name() == null ? "" : member.name())
                                .thenComparing(Member::accountId))
                .limit(MOST_ACCOUNTS)
                .forEach(member -> accounts.add(account(member)));
        all.put("accounts", accounts);
        all.put("accounts_total", BigDecimal.valueOf(members.size()));
    }

    private static Map<String, Object> account(Member member) {
        Map<String, Object> account = new LinkedHashMap<>();
        AccountVariables.put(account, "name", member.name());
        AccountVariables.put(account, "health_score", number(member.healthScore()));
        AccountVariables.put(account, "status", member.status());
        AccountVariables.put(account, "arr", number(member.arr()));
        AccountVariables.put(account, "owner", member.owner());
        return account;
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    @Override
    public @Nullable Object value(String path) {
        return AccountVariables.walk(path, all::get);
    }

    @Override
    public Map<String, Object> toMap() {
        return new LinkedHashMap<>(all);
    }
}
