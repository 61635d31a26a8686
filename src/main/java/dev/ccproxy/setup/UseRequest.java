package dev.ccproxy.setup;

import dev.ccproxy.catalog.Tier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code use} was asked for.
 *
 * @param target {@code MODEL}, {@code PROVIDER} or {@code PROVIDER/MODEL}
 * @param tier the only tier that changes; null: the main model and every tier that has the same one
 * @param client in which file; {@link ClientChoice#NONE}: that of the last set-up
 * @param port of the own gateway, where a new set-up needs one; null: that of the last set-up
 * @param mayRepair whether a settings file that the client would skip may be put right
 */
public record UseRequest(
    String target,
    @Nullable Tier tier,
    ClientChoice client,
    @Nullable Integer port,
    boolean mayRepair) {}
