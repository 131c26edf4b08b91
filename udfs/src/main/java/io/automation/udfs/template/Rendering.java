package io.automation.udfs.template;

import org.jspecify.annotations.Nullable;

/** What rendering a template came to. */
public sealed interface Rendering permits Rendering.Rendered, Rendering.Refused {

    /**
     * A mail's texts.
     *
     * @param subject one line, without any control character
     * @param html values in it are escaped
     * @param text null where the template has none
     */
    record Rendered(String subject, String html, @Nullable String text) implements Rendering {}

    /** The first problem that kept the mail from being rendered. */
    record Refused(TemplateProblem problem) implements Rendering {}
}
