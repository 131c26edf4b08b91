package io.automation.embedded.explain;

import io.automation.embedded.explain.Records.Account;
import io.automation.embedded.explain.WorkflowHistory.State;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.Suggestions;
import io.automation.model.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the workflow and the account that names, ids or the beginnings of ids stand for. */
final class Names {

    private static final int SHORTEST_ID = 4;
    private static final int MOST = 5;

    private final Records records;

    Names(Records records) {
        this.records = records;
    }

    /** A workflow and an account of one organization. */
    record Pair(String workflowId, @Nullable String accountId) {}

    /**
     * Finds the one pair that is meant.
     *
     * @param account null where the workflow runs once for its organization
     * @throws UnknownNameException if there is none, or several
     */
    Pair find(String workflow, @Nullable String account) {
        List<WorkflowHistory> known =
                records.workflows().stream().filter(each -> !each.isEmpty()).toList();
        List<WorkflowHistory> workflows =
                rather(
                        matching(known, WorkflowHistory::id, each -> each.last().name(), workflow),
                        each -> each.last().state() != State.DELETED);
        if (workflows.isEmpty()) {
            throw new UnknownNameException(
                    "no workflow "
                            + quoted(workflow)
                            + nearest(
                                    workflow,
                                    names(known, each -> each.last().name()),
                                    "workflow"));
        }
        if (account == null) {
            WorkflowHistory only = only(workflows, workflow);
            if (!isPerOrganization(only)) {
                throw new UnknownNameException(
                        "--account is needed: " + quoted(only.last().name()) + " runs per account");
            }
            return new Pair(only.id(), null);
        }
        List<Account> accounts =
                rather(
                        matching(records.accounts(), Account::id, Account::name, account),
                        each -> each.deletedAt() == null);
        if (accounts.isEmpty()) {
            throw new UnknownNameException(
                    "no account "
                            + quoted(account)
                            + nearest(account, names(near(workflows), Account::name), "account"));
        }
        return pair(workflows, workflow, accounts, account);
    }

    private Pair pair(
            List<WorkflowHistory> workflows,
            String workflow,
            List<Account> accounts,
            String account) {
        List<Account> own = accounts;
        List<WorkflowHistory> owning = workflows;
        if (accounts.size() > 1 || workflows.size() > 1) {
            own =
                    accounts.stream()
                            .filter(each -> workflows.stream().anyMatch(w -> isOf(w, each)))
                            .toList();
            if (own.isEmpty()) {
                own = accounts;
            }
            List<Account> left = own;
            owning =
                    workflows.stream()
                            .filter(each -> left.stream().anyMatch(a -> isOf(each, a)))
                            .toList();
            if (owning.isEmpty()) {
                owning = workflows;
            }
        }
        WorkflowHistory found = only(owning, workflow);
        if (own.size() > 1) {
            throw several(
                    "accounts",
                    account,
                    own.stream().map(each -> described(each.id(), each.organizationId())).toList());
        }
        return new Pair(found.id(), isPerOrganization(found) ? null : own.get(0).id());
    }

    private WorkflowHistory only(List<WorkflowHistory> workflows, String asked) {
        if (workflows.size() > 1) {
            throw several(
                    "workflows",
                    asked,
                    workflows.stream()
                            .map(each -> described(each.id(), each.last().row().organizationId()))
                            .toList());
        }
        return workflows.get(0);
    }

    private static UnknownNameException several(String what, String asked, List<String> which) {
        String shown = String.join(", ", which.subList(0, Math.min(MOST, which.size())));
        return new UnknownNameException(
                "%d %s are called %s; say which by its id: %s%s"
                        .formatted(
                                which.size(),
                                what,
                                quoted(asked),
                                shown,
                                which.size() > MOST ? ", …" : ""));
    }

    private String described(String id, @Nullable String organizationId) {
        return organizationId == null
                ? id
                : "%s (%s)".formatted(id, Wording.line(records.organizationName(organizationId)));
    }

    private static boolean isOf(WorkflowHistory workflow, Account account) {
        String organization = workflow.last().row().organizationId();
        return organization != null && organization.equals(account.organizationId());
    }

    private static boolean isPerOrganization(WorkflowHistory history) {
        Workflow workflow = history.last().workflow();
        return workflow != null && workflow.settings().fanOut() == FanOut.PER_ORGANIZATION;
    }

    /** Accounts of the organizations that are meant, since others would be odd to suggest. */
    private List<Account> near(List<WorkflowHistory> workflows) {
        List<Account> near =
                records.accounts().stream()
                        .filter(each -> workflows.stream().anyMatch(w -> isOf(w, each)))
                        .toList();
        return near.isEmpty() ? records.accounts() : near;
    }

    /** By id, else by name, else by name whatever its case, else by the beginning of the id. */
    private static <T> List<T> matching(
            List<T> all, Function<T, String> id, Function<T, @Nullable String> name, String asked) {
        String wanted = asked.strip();
        String lower = wanted.toLowerCase(Locale.ROOT);
        List<T> found = all.stream().filter(each -> id.apply(each).equals(lower)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(each -> wanted.equals(name.apply(each))).toList();
        }
        if (found.isEmpty()) {
            found = all.stream().filter(each -> wanted.equalsIgnoreCase(name.apply(each))).toList();
        }
        if (found.isEmpty() && lower.length() >= SHORTEST_ID) {
            found = all.stream().filter(each -> id.apply(each).startsWith(lower)).toList();
        }
        return found;
    }

    /** Those that are still there, unless none of them is. */
    private static <T> List<T> rather(List<T> found, Predicate<T> isThere) {
        List<T> there = found.stream().filter(isThere).toList();
        return there.isEmpty() ? found : there;
    }

    private static <T> Collection<String> names(List<T> all, Function<T, @Nullable String> name) {
        Collection<String> names = new TreeSet<>();
        for (T each : all) {
            String one = name.apply(each);
            if (one != null && !one.isBlank()) {
                names.add(Wording.line(one));
            }
        }
        return names;
    }

    /** What may have been meant: names that hold the text, else the nearest, else all if few. */
    private static String nearest(String asked, Collection<String> names, String what) {
        String lower = asked.strip().toLowerCase(Locale.ROOT);
        List<String> holding = new ArrayList<>();
        for (String name : names) {
            String known = name.toLowerCase(Locale.ROOT);
            if (known.contains(lower) || lower.contains(known)) {
                holding.add(name);
            }
        }
        if (!holding.isEmpty() && holding.size() <= MOST) {
            return "; did you mean " + Wording.list(holding, "or") + "?";
        }
        String near = Suggestions.didYouMean(asked.strip(), names);
        if (!near.isEmpty()) {
            return near;
        }
        if (names.isEmpty()) {
            return "; the history holds no " + what;
        }
        List<String> some = names.stream().limit(MOST).toList();
        return "; there %s %s%s"
                .formatted(
                        names.size() == 1 ? "is" : "are",
                        names.size() > MOST ? String.join(", ", some) : Wording.list(some, "and"),
                        names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "");
    }

    static String quoted(String text) {
        return '"' + Wording.line(text) + '"';
    }
}
