package io.automation.job.config;

import io.automation.connectors.cdc.DecoderOptions;
import io.automation.job.evaluate.EvaluateOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the jobs are configured with, checked.
 *
 * @param fromNow whether to start without state although there is no snapshot
 * @param epoch which life of the database this is
 * @param deliver null where only detection runs
 * @param flink Flink's own options, as they are
 */
public record JobConfig(
        Jobs jobs,
        int parallelism,
        boolean fromNow,
        KafkaOptions kafka,
        DecoderOptions decoder,
        int epoch,
        EvaluateOptions evaluation,
        @Nullable DeliverOptions deliver,
        CheckpointOptions checkpoints,
        Map<String, String> flink) {

    public JobConfig {
        flink = Map.copyOf(flink);
    }

    /**
     * Reads {@code --config FILE}, the environment over it, the arguments over both.
     *
     * @throws ConfigException with all problems, if there is any
     */
    public static JobConfig load(String... args) throws ConfigException {
        return load(args, System.getenv());
    }

    static JobConfig load(String[] args, Map<String, String> environment) throws ConfigException {
        List<String> problems = new ArrayList<>();
        return of(ConfigSources.collect(args, environment, problems), problems);
    }

    /**
     * Reads options that are there as text already.
     *
     * @throws ConfigException with all problems, if there is any
     */
    public static JobConfig of(Map<String, String> values) throws ConfigException {
        return of(values, new ArrayList<>());
    }

    private static JobConfig of(Map<String, String> values, List<String> problems)
            throws ConfigException {
        JobConfig config = new ConfigReader(values, problems).read();
        if (config == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }
}
