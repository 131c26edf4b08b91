package io.automation.udfs.template;

import io.automation.udfs.template.TemplateProblem.Code;

/** Ends a rendering from inside the engine; never leaves this package. */
final class RenderStop extends RuntimeException {

    private final transient Code code;
    private final String subject;

    RenderStop(Code code, String subject, String message) {
        super(message, null, false, false);
        this.code = code;
        this.subject = subject;
    }

    TemplateProblem in(TemplatePart part) {
        return new TemplateProblem(code, part, subject, String.valueOf(getMessage()));
    }
}
