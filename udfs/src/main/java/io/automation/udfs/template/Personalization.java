package io.automation.udfs.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The texts with variables that an action adds to its mail: each is rendered once and seen as
 * {@code custom.<name>}, over the account's own value of that name.
 */
public final class Personalization {

    private static final String PREFIX = "custom.";

    private final Map<String, CompiledTemplate.Part> texts;
    private final List<TemplateProblem> problems;
    private final LongSupplier nanos;

    private Personalization(
            Map<String, CompiledTemplate.Part> texts,
            List<TemplateProblem> problems,
            LongSupplier nanos) {
        this.texts = texts;
        this.problems = List.copyOf(problems);
        this.nanos = nanos;
    }

    /** Compiles all texts; one with a problem is never rendered. */
    public static Personalization compile(Map<String, String> sources) {
        return compile(sources, System::nanoTime);
    }

    static Personalization compile(Map<String, String> sources, LongSupplier nanos) {
        Map<String, CompiledTemplate.Part> texts = new LinkedHashMap<>();
        List<TemplateProblem> problems = new ArrayList<>();
        sources.forEach(
                (name, source) -> {
                    List<TemplateProblem> found = new ArrayList<>();
                    CompiledTemplate.Part part =
                            TemplateCompiler.part(TemplatePart.PERSONALIZATION, source, found);
                    for (TemplateProblem problem : found) {
                        problems.add(
                                new TemplateProblem(
                                        problem.code(),
                                        problem.part(),
                                        name,
                                        name + ": " + problem.message()));
                    }
                    if (part != null) {
                        texts.put(name, part);
                    }
                });
        return new Personalization(texts, problems, nanos);
    }

    /** What is wrong with the texts; the subject of a problem is the text's name. */
    public List<TemplateProblem> problems() {
        return problems;
    }

    /**
     * What a mail needs: a template's variables, with {@code custom.<name>} of a text here replaced
     * by the variables of that text.
     */
    public Set<String> needs(Set<String> templateVariables) {
        Set<String> needs = new TreeSet<>();
        for (String variable : templateVariables) {
            CompiledTemplate.Part text =
                    variable.startsWith(PREFIX)
                            ? texts.get(variable.substring(PREFIX.length()))
                            : null;
            if (text == null) {
                needs.add(variable);
            } else {
                needs.addAll(text.scanned().printed());
            }
        }
        return needs;
    }

    /** The data with the rendered texts; one that cannot be rendered has no value. */
    public Map<String, Object> applyTo(Map<String, ?> data) {
        Map<String, Object> plain = PlainData.copy(data);
        Map<String, Object> custom = new LinkedHashMap<>();
        if (plain.get("custom") instanceof Map<?, ?> own) {
            own.forEach((name, value) -> custom.put(String.valueOf(name), value));
        }
        texts.forEach(
                (name, part) -> {
                    custom.remove(name);
                    try {
                        custom.put(name, Engine.render(part.template(), plain, nanos));
                    } catch (RenderStop stop) {
                        // Without a value; whoever prints it finds the hole.
                        custom.remove(name);
                    }
                });
        Map<String, Object> all = new LinkedHashMap<>(plain);
        all.put("custom", custom);
        return all;
    }
}
