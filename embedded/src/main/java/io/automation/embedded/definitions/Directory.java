package io.automation.embedded.definitions;

import java.util.List;

/** The names that definitions use, and the ids they stand for; several where a name is no one's. */
public interface Directory {

    /** Organizations by id or name. */
    List<String> organizations(String idOrName);

    /** Accounts of an organization by id or name. */
    List<String> accounts(String organizationId, String idOrName);

    /** E-mail templates of an organization by id or name. */
    List<String> templates(String organizationId, String idOrName);
}
