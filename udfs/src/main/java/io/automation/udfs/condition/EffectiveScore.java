package io.automation.udfs.condition;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The health score that conditions and templates see: the base with its overlays. */
public final class EffectiveScore {

    private static final BigDecimal LOWEST = BigDecimal.ZERO;
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(100);

    private EffectiveScore() {}

    /**
     * An adjustment for a time.
     *
     * @param startsAt epoch milliseconds, inside
     * @param endsAt epoch milliseconds, outside
     */
    public record Overlay(BigDecimal adjustment, long startsAt, long endsAt) {}

    /** The exact score at an instant in epoch milliseconds, from 0 to 100; null without a base. */
    public static @Nullable BigDecimal of(
            @Nullable BigDecimal base, Iterable<Overlay> overlays, long now) {
        if (base == null) {
            return null;
        }
        BigDecimal score = base;
        for (Overlay overlay : overlays) {
            if (overlay.startsAt <= now && now < overlay.endsAt) {
                score = score.add(overlay.adjustment);
            }
        }
        return score.max(LOWEST).min(HIGHEST);
    }
}
