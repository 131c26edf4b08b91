package io.automation.embedded.demo;

import org.jspecify.annotations.Nullable;

/** Knows every name but those that begin with "No". */
final class TestingDirectory implements DefinitionFiles.Directory {

    static final String ORGANIZATION = "11111111-1111-4111-8111-111111111111";
    static final String ACCOUNT = "22222222-2222-4222-8222-222222222222";

    @Override
    public @Nullable String organization(String idOrName) {
        return idOrName.startsWith("No") ? null : ORGANIZATION;
    }

    @Override
    public @Nullable String account(String organizationId, String idOrName) {
        return idOrName.startsWith("No") ? null : ACCOUNT;
    }
}
