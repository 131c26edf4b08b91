package io.automation.embedded.definitions;

import java.util.List;

/** Knows every name but those that begin with "No"; "Twins" are two. */
final class TestingDirectory implements Directory {

    static final String ORGANIZATION = "11111111-1111-4111-8111-111111111111";
    static final String ACCOUNT = "22222222-2222-4222-8222-222222222222";

    @Override
    public List<String> organizations(String idOrName) {
        return known(idOrName, ORGANIZATION);
    }

    @Override
    public List<String> accounts(String organizationId, String idOrName) {
        return known(idOrName, ACCOUNT);
    }

    @Override
    public List<String> templates(String organizationId, String idOrName) {
        return known(idOrName, "33333333-3333-4333-8333-333333333333");
    }

    private static List<String> known(String name, String id) {
        if (name.startsWith("No")) {
            return List.of();
        }
        return name.equals("Twins") ? List.of(id, ACCOUNT) : List.of(id);
    }
}
