package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;

/**
 * Whether the client asks its main model to think ({@code claude-code.md} 3, 4.3; measured with
 * 2.1.197 and 2.1.330).
 */
public final class ClientThinking {
  private static final String OFF = "CLAUDE_CODE_DISABLE_THINKING";
  private static final String BUDGET = "MAX_THINKING_TOKENS";
  private static final String ALWAYS = "alwaysThinkingEnabled";
  private static final String NONE = "none";

  private ClientThinking() {}

  /**
   * The type of the field {@code thinking}: {@code adaptive}, {@code enabled}, {@code disabled}, or
   * {@code none} where there is no such field.
   *
   * @param main the main model as it is asked for
   */
  static String of(ClientSettings settings, ClientModel main, ClientFacts.Release release) {
    if (ClientRequest.isOn(settings.text(OFF))) {
      return NONE;
    }
    ClientFacts.Known known = release.known(settings.knownAs(main.sent())).orElse(null);
    if (isUnwanted(settings, release)) {
      return known == null ? NONE : known.withoutThinking();
    }
    return known == null ? "adaptive" : known.thinking();
  }

  /**
   * Whether the user wants no thinking, which most models are then told: a budget that is no number
   * above zero, or, where none is set, the key of the settings.
   */
  private static boolean isUnwanted(ClientSettings settings, ClientFacts.Release release) {
    String budget = settings.text(BUDGET);
    return budget.isEmpty()
        ? settings.key(ALWAYS).filter(v -> v.value().equals("false")).isPresent()
        : JavaScript.leading(budget, release.readsExponents()) < 1;
  }
}
