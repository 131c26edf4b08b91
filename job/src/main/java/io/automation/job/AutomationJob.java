package io.automation.job;

import io.automation.job.config.DeliverOptions;
import io.automation.job.config.JobConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the jobs on whatever cluster it is started on. */
public final class AutomationJob {

    private AutomationJob() {}

    public static void main(String[] args) throws Exception {
        JobConfig config = JobConfig.load(args);
        if (config.jobs().detects()) {
            StreamExecutionEnvironment env = Environments.create(config);
            LiveEndpoints.check(config, isRestored(env));
            defineDetect(env, config);
            env.executeAsync("detect");
        }
        if (config.jobs().delivers()) {
            StreamExecutionEnvironment env = Environments.create(config);
            defineDeliver(env, config);
            env.executeAsync("deliver");
        }
    }

    /** The job "detect". */
    public static void defineDetect(StreamExecutionEnvironment env, JobConfig config) {
        DetectTopology.define(env, LiveEndpoints.open(config), config.evaluation());
    }

    /** The job "deliver". */
    public static void defineDeliver(StreamExecutionEnvironment env, JobConfig config) {
        DeliverOptions options = config.deliver();
        if (options == null) {
            throw new IllegalStateException("the configuration is one of detection alone");
        }
        DeliverTopology.define(env, LiveEndpoints.openDelivery(config, options), options);
    }

    private static boolean isRestored(StreamExecutionEnvironment env) {
        return env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
    }
}
