package io.automation.job.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.evaluate.DefinitionTimeline.Folded;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.workflow.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The definitions a subtask judges by.
 *
 * <p>State: live, one timeline per definition in broadcast state; what is derived from it is
 * rebuilt after a restore. A replay needs none: Flink reads its definitions to the end before the
 * first fact, in any order, and they are arranged when the first fact of their folder comes.
 *
 * <p>Time: a definition is in force from its own instant on; versions that nothing can ask for any
 * more are dropped an hour below the watermark, a margin because subtasks are cut at different
 * ones.
 */
final class WorkflowRegistry {

    static final MapStateDescriptor<String, DefinitionTimeline> DESCRIPTOR =
            new MapStateDescriptor<>(
                    "definitions",
                    StringSerializer.INSTANCE,
                    DefinitionTimelineSerializer.INSTANCE);

    private static final long MARGIN_MILLIS = 3_600_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean hasEffects;
    private final Map<String, Definitions> byFolder = new HashMap<>();
    private final Map<String, Map<String, List<Change>>> collected = new HashMap<>();
    private final Map<String, Bounds> bounds = new HashMap<>();

    /**
     * @param hasEffects whether what nobody carries out yet has to be refused
     */
    WorkflowRegistry(boolean hasEffects) {
        this.hasEffects = hasEffects;
    }

    /** Live: takes a change, and answers it unless it is stale or was seen before. */
    void take(
            Change change,
            BroadcastState<String, DefinitionTimeline> state,
            long watermark,
            Consumer<DefinitionAnswer> answers)
            throws Exception {
        String key = key(change);
        DefinitionTimeline known = state.get(key);
        Folded folded = (known == null ? DefinitionTimeline.EMPTY : known).with(change, hasEffects);
        if (folded == null) {
            return;
        }
        DefinitionTimeline timeline =
                watermark == Long.MIN_VALUE
                        ? folded.timeline()
                        : folded.timeline().prunedBefore(watermark - MARGIN_MILLIS);
        state.put(key, timeline);
        if (!folded.isChange()) {
            return;
        }
        live().put(change.table(), change.rowId(), timeline);
        answers.accept(answer(change.folder(), folded));
    }

    /** Live: rebuilds everything from the state of a checkpoint. */
    void restore(ReadOnlyBroadcastState<String, DefinitionTimeline> state) throws Exception {
        for (Map.Entry<String, DefinitionTimeline> entry : state.immutableEntries()) {
            DefinitionVersion newest = entry.getValue().newest();
            if (newest != null) {
                live().put(newest.table(), newest.id(), entry.getValue());
            }
        }
    }

    /** The definitions of the live job. */
    Definitions live() {
        return byFolder.computeIfAbsent("", folder -> new Definitions());
    }

    /** Replay: keeps a definition or the bounds of a folder until its first fact. */
    void collect(Definition definition) {
        Bounds folder = definition.bounds();
        Change change = definition.change();
        if (folder != null) {
            bounds.put(folder.folder(), folder);
        }
        if (change != null) {
            collect(change);
        }
    }

    private void collect(Change change) {
        collected
                .computeIfAbsent(change.folder(), folder -> new LinkedHashMap<>())
                .computeIfAbsent(key(change), key -> new ArrayList<>())
                .add(change);
    }

    /** Replay: the bounds of a folder. */
    Bounds bounds(String folder) {
        Bounds known = bounds.get(folder);
        if (known == null) {
            throw new IllegalStateException(
                    "no bounds for folder '"
                            + folder
                            + "': they must be broadcast before its facts");
        }
        return known;
    }

    /** Replay: the definitions of a folder, complete. */
    Definitions replayed(String folder) {
        Definitions known = byFolder.get(folder);
        if (known == null) {
            known = arrange(folder, answer -> {});
        }
        return known;
    }

    /** Replay: answers the definitions of every folder. */
    void answerAll(Consumer<DefinitionAnswer> answers) {
        for (String folder : new ArrayList<>(collected.keySet())) {
            arrange(folder, answers);
        }
    }

    private Definitions arrange(String folder, Consumer<DefinitionAnswer> answers) {
        Definitions definitions = new Definitions();
        Bounds own = bounds(folder);
        List<Change> asked = new ArrayList<>();
        for (List<Change> changes : collected.getOrDefault(folder, Map.of()).values()) {
            List<Change> counting = changes.stream().filter(own::counts).toList();
            if (changes.get(0).table() == Table.AUTOMATION_REQUESTS) {
                asked.addAll(newlyAsked(counting));
                continue;
            }
            List<Folded> folded = new ArrayList<>();
            DefinitionTimeline timeline = DefinitionTimeline.of(counting, folded);
            folded.forEach(each -> answers.accept(answer(folder, each)));
            DefinitionVersion newest = timeline.newest();
            if (newest != null) {
                definitions.put(newest.table(), newest.id(), timeline);
            }
        }
        asked.sort(Change.REPLAY_ORDER);
        asked.forEach(definitions::ask);
        if (own.pinned()) {
            definitions.pin(own.includeDrafts());
        }
        byFolder.put(folder, definitions);
        return definitions;
    }

    /** Of a request's changes those that ask: it is new, and no snapshot row. */
    private static List<Change> newlyAsked(List<Change> changes) {
        List<Change> ordered = new ArrayList<>(changes);
        ordered.sort(Change.REPLAY_ORDER);
        List<Change> asked = new ArrayList<>();
        RowVersion known = null;
        for (Change change : ordered) {
            Arrival arrival = RowVersion.arrivalOf(change, known);
            if (arrival == Arrival.INSERT && change.operation() != Operation.READ) {
                asked.add(change);
            }
            known = arrival.isIgnored() ? known : RowVersion.after(change, known);
        }
        return asked;
    }

    private static String key(Change change) {
        return change.table().tableName() + '/' + change.rowId();
    }

    private static DefinitionAnswer answer(String folder, Folded folded) {
        DefinitionVersion version = folded.version();
        Table table = version.table();
        DefinitionRows.Columns row = new DefinitionRows.Columns(table, version.row().values());
        String name = row.get("name");
        return new DefinitionAnswer(
                folder,
                table.tableName(),
                version.id(),
                name == null ? "" : name,
                table == Table.ORGANIZATIONS ? 0 : number(row.get("version")),
                folded.isAccepted(),
                json(folded.problems()),
                version.from());
    }

    private static long number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            return new BigDecimal(text).longValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String json(List<Problem> problems) {
        ArrayNode list = JSON.createArrayNode();
        for (Problem problem : problems) {
            ObjectNode node = list.addObject();
            node.put("code", problem.code());
            node.put("pointer", problem.pointer());
            node.put("level", problem.level().name().toLowerCase(Locale.ROOT));
            node.put("message", problem.message());
        }
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can be written", e);
        }
    }
}
