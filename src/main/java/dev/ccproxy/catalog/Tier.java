package dev.ccproxy.catalog;

import java.util.Locale;
import java.util.Optional;

/** The roles for which the client asks for a model of its own, and the variable that names it. */
public enum Tier {
  /** What a session starts with. */
  MAIN("ANTHROPIC_MODEL"),
  /** {@code /model opus}, plan mode. */
  OPUS("ANTHROPIC_DEFAULT_OPUS_MODEL"),
  /** {@code /model sonnet}, the client's own classifier. */
  SONNET("ANTHROPIC_DEFAULT_SONNET_MODEL"),
  /** Titles, summaries of web pages, small background work. */
  HAIKU("ANTHROPIC_DEFAULT_HAIKU_MODEL"),
  /** Every subagent. */
  SUBAGENT("CLAUDE_CODE_SUBAGENT_MODEL");

  private final String variable;

  Tier(String variable) {
    this.variable = variable;
  }

  /** The client's environment variable that names the model of this tier. */
  public String variable() {
    return variable;
  }

  /** The word for it in options and output. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tier of that word. */
  public static Optional<Tier> of(String word) {
    for (Tier tier : values()) {
      if (tier.word().equals(word)) {
        return Optional.of(tier);
      }
    }
    return Optional.empty();
  }
}
