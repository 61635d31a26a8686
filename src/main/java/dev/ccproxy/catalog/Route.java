package dev.ccproxy.catalog;

import java.util.Locale;
import java.util.Optional;

/** How the client reaches a provider. */
public enum Route {
  /** Through a LiteLLM gateway that translates. */
  LITELLM,
  /** Straight to an endpoint that speaks the Anthropic protocol. */
  DIRECT;

  /** The word for it in options and output. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The route of that word. */
  public static Optional<Route> of(String word) {
    for (Route route : values()) {
      if (route.word().equals(word)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }
}
