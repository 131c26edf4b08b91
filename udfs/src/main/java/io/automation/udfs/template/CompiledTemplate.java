package io.automation.udfs.template;

import com.github.jknack.handlebars.Template;
import io.automation.udfs.template.TemplateProblem.Code;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A mail template that was understood; may be used by many threads at once. */
public final class CompiledTemplate implements Compilation {

    private final Part subject;
    private final Part html;
    private final @Nullable Part text;
    private final LongSupplier nanos;
    private final Set<String> variables;
    private final Set<String> allVariables;

    /** One compiled text. */
    record Part(TemplatePart name, Template template, TagScanner.Scanned scanned) {}

    CompiledTemplate(Part subject, Part html, @Nullable Part text, LongSupplier nanos) {
        this.subject = subject;
        this.html = html;
        this.text = text;
        this.nanos = nanos;
        Set<String> printed = new TreeSet<>(subject.scanned.printed());
        Set<String> named = new TreeSet<>(subject.scanned.named());
        printed.addAll(html.scanned.printed());
        named.addAll(html.scanned.named());
        if (text != null) {
            printed.addAll(text.scanned.printed());
            named.addAll(text.scanned.named());
        }
        this.variables = Set.copyOf(printed);
        this.allVariables = Set.copyOf(named);
    }

    /**
     * The dotted paths that need a value: those that are printed somewhere, in any of the texts,
     * outside of a block on the same path. {@code {{#if x}}{{x}}{{/if}}} needs none, {@code {{#if
     * y}}{{x}}{{/if}}} needs x whatever y is. What belongs to an item of a list is not told: it has
     * no path, a hole in it is found on rendering.
     */
    public Set<String> variables() {
        return variables;
    }

    /** All dotted paths that are named, in blocks too. */
    public Set<String> allVariables() {
        return allVariables;
    }

    /**
     * Renders all texts. A null in the data is no value; an empty text is one.
     *
     * @param data maps, lists, texts, numbers, booleans, instants and dates; it is copied
     * @throws IllegalArgumentException for any other value in the data
     */
    public Rendering render(Map<String, ?> data) {
        Map<String, Object> plain = PlainData.copy(data);
        TemplatePart part = TemplatePart.SUBJECT;
        try {
            String renderedSubject = print(subject, plain);
            if (!isOneLine(renderedSubject)) {
                throw new RenderStop(
                        Code.HEADER_INJECTION, "", "a line break or control character");
            }
            part = TemplatePart.HTML;
            String renderedHtml = print(html, plain);
            String unsafe = UnsafeLinks.first(renderedHtml);
            if (unsafe != null) {
                throw new RenderStop(Code.UNSAFE_LINK, "", "a link runs code: " + unsafe);
            }
            part = TemplatePart.TEXT;
            String renderedText = text == null ? null : print(text, plain);
            return new Rendering.Rendered(renderedSubject, renderedHtml, renderedText);
        } catch (RenderStop stop) {
            return new Rendering.Refused(stop.in(part));
        }
    }

    private String print(Part part, Map<String, Object> data) {
        return Engine.render(part.template, data, nanos);
    }

    /** Whether a text can stand in a header: no control character and no line break of any kind. */
    static boolean isOneLine(String text) {
        return text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    }
}
