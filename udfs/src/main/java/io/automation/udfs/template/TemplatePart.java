package io.automation.udfs.template;

/** The texts that are templates. */
public enum TemplatePart {
    SUBJECT,
    HTML,
    TEXT,
    PERSONALIZATION
}
