package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.change.Change;
import io.automation.model.change.Table;
import io.automation.model.workflow.EmailTemplate;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Trigger.EmailSent;
import io.automation.model.workflow.Workflow;
import io.automation.model.workflow.Workflow.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of one folder (live: of the job) as a subtask sees them: timelines by table, and
 * for each organization an index of its acting workflows between two changes.
 *
 * <p>Everything here is derived. An index is built when the first fact asks for its instant; a fact
 * then costs one lookup by time.
 */
final class Definitions {

    private final Map<String, DefinitionTimeline> organizations = new HashMap<>();
    private final Map<String, DefinitionTimeline> workflows = new HashMap<>();
    private final Map<String, DefinitionTimeline> templates = new HashMap<>();
    private final Map<String, OfOrganization> byOrganization = new HashMap<>();

    /** A replay's requests that name no account, by instant and in order. */
    private final TreeMap<Long, List<Change>> requests = new TreeMap<>();

    /** One organization's workflows and the indexes made of them. */
    private static final class OfOrganization {
        final Map<String, DefinitionTimeline> workflows = new HashMap<>();
        final Map<String, DefinitionTimeline> templates = new HashMap<>();
        final TreeSet<Long> cuts = new TreeSet<>();
        final TreeMap<Long, TriggerIndex> indexes = new TreeMap<>();
        TriggerIndex last = NOTHING;

        void cutAt(DefinitionTimeline timeline) {
            timeline.versions().forEach(version -> cuts.add(version.from()));
            indexes.clear();
            last = NOTHING;
        }
    }

    /** Holds at no instant. */
    private static final TriggerIndex NOTHING =
            new TriggerIndex(Organization.unknown(""), List.of(), Long.MAX_VALUE, Long.MIN_VALUE);

    /** The timeline of a row, empty if there is none. */
    DefinitionTimeline timeline(Table table, String id) {
        return tableOf(table).getOrDefault(id, DefinitionTimeline.EMPTY);
    }

    /** Takes a row's timeline in place of the one known before. */
    void put(Table table, String id, DefinitionTimeline timeline) {
        tableOf(table).put(id, timeline);
        if (table == Table.ORGANIZATIONS) {
            of(id).cutAt(timeline);
            return;
        }
        for (DefinitionVersion version : timeline.versions()) {
            String organizationId = organizationOf(version);
            if (organizationId == null) {
                continue;
            }
            OfOrganization own = of(organizationId);
            if (table == Table.AUTOMATION_WORKFLOWS) {
                own.workflows.put(id, timeline);
                own.cutAt(timeline);
            } else {
                own.templates.put(id, timeline);
            }
        }
    }

    /** Takes a request that names no account; those of one instant in their order. */
    void ask(Change request) {
        requests.computeIfAbsent(request.at(), at -> new ArrayList<>()).add(request);
    }

    /** What is asked of all accounts at an instant. */
    List<Change> requestsAt(long instant) {
        return requests.getOrDefault(instant, List.of());
    }

    /** The next instant, not before another one, at which all accounts are asked something. */
    long nextRequest(long from) {
        Long next = requests.isEmpty() ? null : requests.ceilingKey(from);
        return next == null ? Long.MAX_VALUE : next;
    }

    private OfOrganization of(String organizationId) {
        return byOrganization.computeIfAbsent(
                organizationId.intern(), unknown -> new OfOrganization());
    }

    /** An organization and its acting workflows at an instant. */
    TriggerIndex index(String organizationId, long instant) {
        OfOrganization own = byOrganization.get(organizationId);
        if (own == null) {
            own = of(organizationId);
        }
        TriggerIndex last = own.last;
        if (instant >= last.from && instant < last.until) {
            return last;
        }
        Long cut = own.cuts.floor(instant);
        Long next = own.cuts.higher(instant);
        long from = cut == null ? Long.MIN_VALUE : cut;
        long until = next == null ? Long.MAX_VALUE : next;
        OfOrganization found = own;
        own.last =
                own.indexes.computeIfAbsent(
                        from, start -> build(organizationId, found.workflows, start, until));
        return own.last;
    }

    /** The organization at an instant; one without a row has UTC and no settings. */
    Organization organization(String id, long instant) {
        DefinitionVersion version = timeline(Table.ORGANIZATIONS, id).at(instant);
        Organization organization = version == null ? null : version.organization();
        return organization == null ? Organization.unknown(id) : organization;
    }

    /** A version that a run began with, as long as it is kept; of one instant's the last. */
    @Nullable DefinitionVersion version(String workflowId, long from) {
        List<DefinitionVersion> versions =
                timeline(Table.AUTOMATION_WORKFLOWS, workflowId).versions();
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).from() == from) {
                return versions.get(i);
            }
        }
        return null;
    }

    /** Whether anything is known of a workflow, good or not. */
    boolean hasWorkflow(@Nullable String id) {
        return id != null && workflows.containsKey(id);
    }

    /** Whether there was no workflow at an instant after one and not after another. */
    boolean isDeletedWithin(String workflowId, long after, long until) {
        for (DefinitionVersion version :
                timeline(Table.AUTOMATION_WORKFLOWS, workflowId).versions()) {
            if (version.from() > after && version.from() <= until && version.workflow() == null) {
                return true;
            }
        }
        return false;
    }

    /** The workflow at an instant, acting or not; null if there is none. */
    @Nullable DefinitionVersion workflow(String id, long instant) {
        DefinitionVersion version = timeline(Table.AUTOMATION_WORKFLOWS, id).at(instant);
        return version == null || version.workflow() == null ? null : version;
    }

    /** The workflows of an organization at an instant, acting or not, by id. */
    List<DefinitionVersion> workflows(String organizationId, long instant) {
        List<DefinitionVersion> found = new ArrayList<>();
        OfOrganization own = byOrganization.get(organizationId);
        if (own == null) {
            return found;
        }
        for (DefinitionTimeline timeline : own.workflows.values()) {
            DefinitionVersion version = timeline.at(instant);
            Workflow workflow = version == null ? null : version.workflow();
            if (version != null
                    && workflow != null
                    && workflow.organizationId().equals(organizationId)) {
                found.add(version);
            }
        }
        found.sort(Comparator.comparing(DefinitionVersion::id));
        return found;
    }

    /** The template of an organization at an instant, by id or by name; null if there is none. */
    @Nullable DefinitionVersion template(String organizationId, String idOrName, long instant) {
        OfOrganization own = byOrganization.get(organizationId);
        if (own == null) {
            return null;
        }
        DefinitionTimeline byId = own.templates.get(idOrName);
        if (byId != null) {
            DefinitionVersion version = byId.at(instant);
            if (version != null && organizationId.equals(organizationOf(version))) {
                return version;
            }
        }
        DefinitionVersion named = null;
        for (DefinitionTimeline timeline : own.templates.values()) {
            DefinitionVersion version = timeline.at(instant);
            EmailTemplate template = version == null ? null : version.template();
            if (version != null
                    && template != null
                    && template.organizationId().equals(organizationId)
                    && template.name().equals(idOrName)
                    && (named == null || version.id().compareTo(named.id()) < 0)) {
                named = version;
            }
        }
        return named;
    }

    /** The workflows of an organization that an accepted mail of a template sets off (3.8). */
    List<Acting<EmailSent>> followers(
            String organizationId, @Nullable String templateId, long instant) {
        TriggerIndex index = index(organizationId, instant);
        if (!index.followsMails()) {
            return List.of();
        }
        List<Acting<EmailSent>> followers = new ArrayList<>(index.emailsSent(""));
        if (templateId != null) {
            followers.addAll(index.emailsSent(templateId));
            DefinitionVersion sent = template(organizationId, templateId, instant);
            EmailTemplate template = sent == null ? null : sent.template();
            if (template != null && isMeant(organizationId, template.name(), templateId, instant)) {
                followers.addAll(index.emailsSent(template.name()));
            }
        }
        return followers;
    }

    /** Whether a name, which several templates may have, means this one. */
    private boolean isMeant(String organizationId, String name, String templateId, long instant) {
        DefinitionVersion named =
                name.isEmpty() || name.equals(templateId)
                        ? null
                        : template(organizationId, name, instant);
        return named != null && named.id().equals(templateId);
    }

    /**
     * Makes the last good version of every workflow the only one, from the beginning of time
     * (semantics 11).
     */
    void pin(boolean includeDrafts) {
        for (Map.Entry<String, DefinitionTimeline> entry : new ArrayList<>(workflows.entrySet())) {
            DefinitionVersion last = entry.getValue().newest();
            Workflow workflow = last == null ? null : last.workflow();
            if (last == null || workflow == null) {
                entry.setValue(DefinitionTimeline.EMPTY);
                continue;
            }
            boolean draft = workflow.status() == Status.DRAFT && workflow.enabled();
            entry.setValue(
                    new DefinitionTimeline(
                            List.of(
                                    last.pinned(
                                            Change.BEGINNING,
                                            last.acts() || (includeDrafts && draft)))));
        }
        Map<String, DefinitionTimeline> pinned = new HashMap<>(workflows);
        byOrganization
                .values()
                .forEach(
                        own -> {
                            own.workflows.clear();
                            own.cuts.clear();
                        });
        new HashMap<>(organizations)
                .forEach((id, timeline) -> put(Table.ORGANIZATIONS, id, timeline));
        pinned.forEach((id, timeline) -> put(Table.AUTOMATION_WORKFLOWS, id, timeline));
    }

    /** A row that was deleted may come back in another organization: each has its own versions. */
    private TriggerIndex build(
            String organizationId,
            Map<String, DefinitionTimeline> timelines,
            long from,
            long until) {
        List<DefinitionVersion> acting = new ArrayList<>();
        for (DefinitionTimeline timeline : timelines.values()) {
            DefinitionVersion version = timeline.at(from);
            Workflow workflow = version == null ? null : version.workflow();
            if (version != null
                    && version.acts()
                    && workflow != null
                    && workflow.organizationId().equals(organizationId)) {
                acting.add(version);
            }
        }
        return new TriggerIndex(organization(organizationId, from), acting, from, until);
    }

    /** The organization that a good version belongs to; null for none. */
    private static @Nullable String organizationOf(DefinitionVersion version) {
        @Nullable String @Nullable [] goodRow = version.goodRow();
        return goodRow == null || version.table() == Table.ORGANIZATIONS
                ? null
                : goodRow[version.table().index("organization_id")];
    }

    private Map<String, DefinitionTimeline> tableOf(Table table) {
        return switch (table) {
            case ORGANIZATIONS -> organizations;
            case AUTOMATION_WORKFLOWS -> workflows;
            case EMAIL_TEMPLATES -> templates;
            default -> throw new IllegalArgumentException(table + " does not hold definitions");
        };
    }
}
