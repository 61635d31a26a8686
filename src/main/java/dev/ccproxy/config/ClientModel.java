package dev.ccproxy.config;

import dev.ccproxy.catalog.Tier;
import org.jspecify.annotations.Nullable;

/**
 * The model that the client asks for in one of its roles.
 *
 * @param asked the name that decides, as it stands in the settings or as the client knows it; empty
 *     where the client's own choice is not known
 * @param sent what stands in the request: without the suffix for the long window
 * @param longContext whether the client asks for the long window
 * @param why why it is this one
 * @param origin the value that decides; null where it is the client's own choice
 */
public record ClientModel(
    Tier tier,
    String asked,
    String sent,
    boolean longContext,
    Why why,
    @Nullable EffectiveValue origin) {

  /** Why the client takes a model. */
  public enum Why {
    /** The variable of the tier names it. */
    VARIABLE,
    /** The {@code model} key of the settings names it. */
    SETTINGS_KEY,
    /** What decides names an alias, and the variable of the alias the model. */
    ALIAS,
    /** Nobody names one for this tier, and it takes the main model. */
    MAIN,
    /** Nobody names one: a model of the client's vendor. */
    BUILT_IN
  }

  /** Whether somebody chose it, and it is not just what the client does by itself. */
  public boolean isChosen() {
    return origin != null;
  }
}
