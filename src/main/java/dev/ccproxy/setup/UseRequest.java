package dev.ccproxy.setup;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.SettingsScope;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code use} was asked for.
 *
 * @param target {@code MODEL}, {@code PROVIDER} or {@code PROVIDER/MODEL}
 * @param tier the only tier that changes; null: the main model and every tier that has the same one
 * @param client for which client; null: that of the last set-up
 * @param scope whose settings file; null: that of the last set-up
 * @param settings a settings file other than that of a scope
 * @param envFile an env file
 * @param port of the own gateway, where a new set-up needs one
 * @param mayRepair whether a settings file that the client would skip may be put right
 */
public record UseRequest(
    String target,
    @Nullable Tier tier,
    @Nullable ClientKind client,
    @Nullable SettingsScope scope,
    @Nullable Path settings,
    @Nullable Path envFile,
    int port,
    boolean mayRepair) {}
