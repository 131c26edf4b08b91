package io.automation.job;

import io.automation.job.config.ConfigException;
import io.automation.job.config.JobConfig;
import java.util.Map;

/** Configurations whose places need not be there. */
final class Configs {

    private Configs() {}

    static JobConfig config() {
        try {
            return JobConfig.of(
                    Map.of(
                            "automation.kafka.bootstrap-servers", "localhost:1",
                            "automation.jdbc.url", "jdbc:postgresql://localhost:1/automation",
                            "automation.smtp.host", "localhost",
                            "automation.smtp.from", "automation@example.com"));
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }
}
