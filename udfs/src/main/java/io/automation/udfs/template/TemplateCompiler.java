package io.automation.udfs.template;

import com.github.jknack.handlebars.HandlebarsException;
import io.automation.udfs.template.TemplateProblem.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles mail templates: Handlebars, of it {@code {{path}}}, {@code if}, {@code unless}, {@code
 * each}, {@code with}, {@code else} and comments.
 */
public final class TemplateCompiler {

    static final int MAX_SOURCE = 256 * 1024;

    private final LongSupplier nanos;

    /**
     * @param nanos a clock that never goes back; what ends a rendering that takes too long
     */
    public TemplateCompiler(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Compiles with the machine's clock. */
    public static Compilation compile(String subject, String html, @Nullable String text) {
        return new TemplateCompiler(System::nanoTime).compileAll(subject, html, text);
    }

    /** Compiles all texts, or tells every problem of each. */
    public Compilation compileAll(String subject, String html, @Nullable String text) {
        List<TemplateProblem> problems = new ArrayList<>();
        CompiledTemplate.Part subjectPart = part(TemplatePart.SUBJECT, subject, problems);
        CompiledTemplate.Part htmlPart = part(TemplatePart.HTML, html, problems);
        CompiledTemplate.Part textPart =
                text == null ? null : part(TemplatePart.TEXT, text, problems);
        return subjectPart == null || htmlPart == null || !problems.isEmpty()
                ? new Compilation.Refused(problems)
                : new CompiledTemplate(subjectPart, htmlPart, textPart, nanos);
    }

    static CompiledTemplate.@Nullable Part part(
            TemplatePart part, String source, List<TemplateProblem> problems) {
        if (source.length() > MAX_SOURCE) {
            problems.add(
                    new TemplateProblem(
                            Code.TOO_LARGE, part, "more than " + MAX_SOURCE + " characters"));
            return null;
        }
        if (part == TemplatePart.SUBJECT && !CompiledTemplate.isOneLine(source)) {
            problems.add(
                    new TemplateProblem(
                            Code.HEADER_INJECTION, part, "a line break or control character"));
        }
        TagScanner.Scanned scanned = TagScanner.scan(part, source);
        if (!scanned.problems().isEmpty()) {
            problems.addAll(scanned.problems());
            return null;
        }
        try {
            return new CompiledTemplate.Part(part, Engine.of(part).compile(source), scanned);
        } catch (HandlebarsException | IOException e) {
            problems.add(new TemplateProblem(Code.SYNTAX, part, firstLine(e)));
            return null;
        }
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
