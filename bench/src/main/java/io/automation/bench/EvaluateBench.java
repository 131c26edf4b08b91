package io.automation.bench;

import com.sun.management.OperatingSystemMXBean;
import io.automation.job.evaluate.Definition;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.EvaluateWorkflows;
import io.automation.model.change.Change;
import io.automation.model.run.RunEvent;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * CPU per change of the job from decoded facts, at 10 and at 10,000 workflows, against the same
 * pipeline with one state access and no evaluation: interleaved rounds in one process, medians.
 *
 * <p>Of the 10,000, as many as of the 10 can ever fire, so that what is compared is the cost of
 * workflows that do not match; their lines are crossed all the same.
 */
public final class EvaluateBench {

    private static final int ACCOUNTS = 100_000;
    private static final int CHANGES = 1_000_000;
    private static final int WARM_UP = 300_000;
    private static final int FEW = 10;
    private static final int MANY = 10_000;

    private static final AtomicLong CPU_AT_START = new AtomicLong();
    private static final AtomicLong MATCHES = new AtomicLong();

    private static volatile CountDownLatch defined = new CountDownLatch(1);
    private static Workload workload = new Workload(1, 1);

    private EvaluateBench() {}

    private enum Contender {
        ONE_STATE_ACCESS(FEW),
        TEN_WORKFLOWS(FEW),
        TEN_THOUSAND_WORKFLOWS(MANY);

        final int workflows;

        Contender(int workflows) {
            this.workflows = workflows;
        }
    }

    /** Runs the rounds and prints medians and ratios; the first argument is their number. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 7 : Integer.parseInt(args[0]);
        workload = new Workload(ACCOUNTS, CHANGES);
        for (Contender contender : Contender.values()) {
            run(contender);
        }
        double[][] micros = new double[Contender.values().length][rounds];
        long[] matches = new long[Contender.values().length];
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : Contender.values()) {
                micros[contender.ordinal()][round] = run(contender);
                matches[contender.ordinal()] = MATCHES.get();
            }
        }
        report(micros, matches);
    }

    private static void report(double[][] micros, long[] matches) {
        System.out.printf(
                Locale.ROOT,
                "%,d changes of %,d accounts after a warm-up of %,d; parallelism 1, heap state%n",
                CHANGES - WARM_UP,
                ACCOUNTS,
                WARM_UP);
        for (Contender contender : Contender.values()) {
            double[] own = micros[contender.ordinal()];
            System.out.printf(
                    Locale.ROOT,
                    "  %-26s CPU %.2f us a change (%.2f to %.2f), %,d runs%n",
                    contender.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    median(own),
                    Arrays.stream(own).min().orElse(0),
                    Arrays.stream(own).max().orElse(0),
                    matches[contender.ordinal()]);
        }
        System.out.printf(
                Locale.ROOT,
                "  evaluation above one state access, 10 workflows: %.2f us (aim 0.4)%n",
                median(differences(micros, Contender.TEN_WORKFLOWS)));
        System.out.printf(
                Locale.ROOT,
                "  10,000 workflows against 10, equal matches: x%.3f (aim 1.15)%n",
                median(ratios(micros)));
    }

    private static double[] differences(double[][] micros, Contender contender) {
        double[] differences = new double[micros[0].length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] =
                    micros[contender.ordinal()][i]
                            - micros[Contender.ONE_STATE_ACCESS.ordinal()][i];
        }
        return differences;
    }

    private static double[] ratios(double[][] micros) {
        double[] ratios = new double[micros[0].length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] =
                    micros[Contender.TEN_THOUSAND_WORKFLOWS.ordinal()][i]
                            / micros[Contender.TEN_WORKFLOWS.ordinal()][i];
        }
        return ratios;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double run(Contender contender) throws Exception {
        MATCHES.set(0);
        // What the run before left behind is not this one's to clean up.
        System.gc();
        defined = new CountDownLatch(1);
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        DataStream<Definition> definitions =
                env.fromData(TypeInformation.of(Definition.class), definitions(contender))
                        .map(new Release())
                        .returns(TypeInformation.of(Definition.class));
        DataStream<Change> facts =
                env.fromSource(
                                new NumberSequenceSource(0, ACCOUNTS + CHANGES - 1L),
                                WatermarkStrategy.noWatermarks(),
                                "changes")
                        .map(new FactOf())
                        .returns(TypeInformation.of(Change.class))
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Change>forMonotonousTimestamps()
                                        .withTimestampAssigner((change, time) -> change.at()));
        DataStream<RunEvent> runs =
                contender == Contender.ONE_STATE_ACCESS
                        ? facts.keyBy(EvaluateWorkflows::accountKey)
                                .connect(definitions.broadcast(OneStateAccess.DEFINITIONS))
                                .process(new OneStateAccess())
                        : EvaluateWorkflows.on(
                                        facts,
                                        definitions,
                                        new EvaluateOptions(
                                                false,
                                                Long.MAX_VALUE,
                                                EvaluateOptions.LIVE.retentionMillis(),
                                                Long.MIN_VALUE))
                                .runs();
        runs.map(new Count()).sinkTo(new DiscardingSink<>());
        env.execute(contender.name());
        return (cpuNanos() - CPU_AT_START.get()) / 1000.0 / (CHANGES - WARM_UP);
    }

    private static Definition[] definitions(Contender contender) {
        List<Definition> definitions = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(42 ^ 0x5EED);
        for (int k = 0; k < contender.workflows; k++) {
            definitions.add(Definition.of(workload.workflow(k, random, k < FEW)));
        }
        return definitions.toArray(new Definition[0]);
    }

    private static long cpuNanos() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    /** The fact of a number: first every account, then the changes of scores. */
    private static final class FactOf extends RichMapFunction<Long, Change> {
        private static final long serialVersionUID = 1L;

        @Override
        public Change map(Long number) throws InterruptedException {
            if (number == 0) {
                defined.await();
            }
            int i = (int) (number - ACCOUNTS);
            if (i == WARM_UP) {
                CPU_AT_START.set(cpuNanos());
            }
            return i < 0 ? workload.account(number.intValue()) : workload.score(i);
        }
    }

    /** Lets the facts begin when the definitions are out. */
    private static final class Release extends RichMapFunction<Definition, Definition> {
        private static final long serialVersionUID = 1L;

        @Override
        public Definition map(Definition definition) {
            return definition;
        }

        @Override
        public void close() {
            defined.countDown();
        }
    }

    /** Counts what is emitted. */
    private static final class Count extends RichMapFunction<RunEvent, RunEvent> {
        private static final long serialVersionUID = 1L;

        @Override
        public RunEvent map(RunEvent event) {
            MATCHES.incrementAndGet();
            return event;
        }
    }

    /**
     * The pipeline's floor: one value of state, read and written, in which an account's scores grow
     * as they do in the job.
     */
    private static final class OneStateAccess
            extends KeyedBroadcastProcessFunction<String, Change, Definition, RunEvent> {
        private static final long serialVersionUID = 1L;

        static final MapStateDescriptor<String, String> DEFINITIONS =
                new MapStateDescriptor<>("definitions", Types.STRING, Types.STRING);

        /** How many, then a time and a score of each. */
        private transient ValueState<long[]> scores;

        @Override
        public void open(OpenContext context) {
            scores =
                    getRuntimeContext()
                            .getState(
                                    new ValueStateDescriptor<>(
                                            "scores",
                                            PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public void processElement(Change change, ReadOnlyContext context, Collector<RunEvent> out)
                throws Exception {
            long[] known = scores.value();
            long[] own = known == null ? new long[9] : known;
            int end = (int) (own[0] * 2 + 1);
            if (end == own.length) {
                own = Arrays.copyOf(own, own.length * 2 - 1);
            }
            own[0]++;
            own[end] = change.at();
            own[end + 1] = change.lsn();
            scores.update(own);
        }

        @Override
        public void processBroadcastElement(
                Definition definition, Context context, Collector<RunEvent> out) {}
    }
}
