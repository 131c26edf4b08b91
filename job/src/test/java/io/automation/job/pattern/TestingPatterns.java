package io.automation.job.pattern;

import com.fasterxml.jackson.databind.node.TextNode;
import io.automation.model.change.Table;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.model.workflow.Trigger.PatternStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Patterns and facts as short texts. A step {@code A} takes a fact whose type contains an A; {@code
 * !} negates, {@code >} is next, {@code ~} followed_by_any, {@code {2}} times. A fact {@code
 * AC@5/e} is of type AC, at 5, of engagement e.
 */
final class TestingPatterns {

    private static final Pattern STEP = Pattern.compile("(!?)([>~]?)(\\w+)(?:\\{(\\d+)})?");
    private static final Pattern FACT = Pattern.compile("(\\w+)@(-?\\d+)(?:/(\\w+))?");

    private TestingPatterns() {}

    static Trigger.Pattern pattern(String steps, long within) {
        return pattern(steps, within, null);
    }

    static Trigger.Pattern pattern(String steps, long within, @Nullable String partitionBy) {
        List<PatternStep> parsed = new ArrayList<>();
        for (String text : steps.split(" ")) {
            Matcher step = STEP.matcher(text);
            if (!step.matches()) {
                throw new IllegalArgumentException(text);
            }
            parsed.add(
                    new PatternStep(
                            step.group(3),
                            PatternEvent.ENGAGEMENT_CHANGED,
                            List.of(contains(step.group(3))),
                            step.group(4) == null ? 1 : Integer.parseInt(step.group(4)),
                            !step.group(1).isEmpty(),
                            contiguity(step.group(2))));
        }
        return new Trigger.Pattern(parsed, within, partitionBy);
    }

    private static Contiguity contiguity(String sign) {
        return switch (sign) {
            case ">" -> Contiguity.NEXT;
            case "~" -> Contiguity.FOLLOWED_BY_ANY;
            default -> Contiguity.FOLLOWED_BY;
        };
    }

    static Custom contains(String letter) {
        return new Custom("type", Custom.Operator.CONTAINS, new TextNode(letter));
    }

    static List<PatternFact> facts(String facts) {
        List<PatternFact> parsed = new ArrayList<>();
        for (String text : facts.split(" ")) {
            Matcher fact = FACT.matcher(text);
            if (!fact.matches()) {
                throw new IllegalArgumentException(text);
            }
            parsed.add(
                    fact(
                            fact.group(1),
                            Long.parseLong(fact.group(2)),
                            fact.group(3),
                            String.valueOf(parsed.size() + 1)));
        }
        return parsed;
    }

    private static PatternFact fact(
            String type, long at, @Nullable String engagement, String position) {
        Map<String, Object> fields =
                engagement == null
                        ? Map.of("type", type)
                        : Map.of("type", type, "engagement_id", engagement);
        return new PatternFact(
                Set.of(PatternEvent.ENGAGEMENT_CHANGED),
                Table.ENGAGEMENTS,
                type + '@' + at,
                position,
                at,
                fields::get);
    }

    /** A match as the ids of its rows, with the end of the absence if that is its last step. */
    static String text(PatternMatch match) {
        return match.facts().stream().map(StepFact::rowId).collect(Collectors.joining(" "))
                + (match.endsWithAbsence() ? " end@" + match.occurredAt() : "");
    }

    static List<String> texts(List<PatternMatch> matches) {
        return matches.stream().map(TestingPatterns::text).toList();
    }

    static PatternSlot copied(PatternSlot slot) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(64);
            PatternSlotSerializer.INSTANCE.serialize(slot, out);
            DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
            PatternSlot copy = PatternSlotSerializer.INSTANCE.deserialize(in);
            if (in.available() != 0) {
                throw new IllegalStateException("not all was read");
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
