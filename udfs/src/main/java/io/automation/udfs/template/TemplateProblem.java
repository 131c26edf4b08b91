package io.automation.udfs.template;

/**
 * One thing that is wrong with a template, or that kept it from being rendered.
 *
 * @param subject what it is about: the dotted path of a variable, else empty
 * @param message for people, with line and column where there is one
 */
public record TemplateProblem(Code code, TemplatePart part, String subject, String message) {

    /** The closed list of problems; the first block is found on compiling. */
    public enum Code {
        SYNTAX,
        TAG_REFUSED,
        PATH_REFUSED,
        TOO_LARGE,
        TOO_DEEP,

        /** A printed variable has no value: the mail would have a hole. */
        MISSING_VARIABLE,
        /** A printed variable is an object or a list. */
        NOT_PRINTABLE,
        OUTPUT_TOO_LARGE,
        TOO_SLOW,
        /** A rendered link runs code: {@code javascript:} and its like. */
        UNSAFE_LINK,

        /** A control character or line break in a subject, on compiling or on rendering. */
        HEADER_INJECTION
    }

    TemplateProblem(Code code, TemplatePart part, String message) {
        this(code, part, "", message);
    }
}
