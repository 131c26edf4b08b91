package io.automation.job.oracle;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Chance, by a seed. */
final class Dice {

    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    Random random() {
        return random;
    }
}
