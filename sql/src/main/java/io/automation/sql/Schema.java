package io.automation.sql;

import org.flywaydb.core.Flyway;

/** The tables, triggers, publication and roles of the system, as Flyway migrations. */
public final class Schema {

    private static final String MIGRATIONS = "classpath:db/postgres";

    private Schema() {}

    /**
     * Brings a database to the present schema; does nothing where it is there already. The user
     * owns what is created and needs CREATEROLE where the group roles do not exist yet.
     */
    public static void migrate(String jdbcUrl, String user, String password) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(jdbcUrl, user, password)
                .locations(MIGRATIONS)
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
