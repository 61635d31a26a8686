package dev.ccproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * A header by which the client proves who it is.
 *
 * @param name as in HTTP: {@code Authorization} or {@code x-api-key}
 * @param value as it is sent; null where only running a program would tell. A secret
 * @param from what it is made of
 * @param origin where that stands; null where it is no setting
 */
public record ClientHeader(
    String name, @Nullable String value, From from, @Nullable EffectiveValue origin) {

  /** What a credential comes from. */
  public enum From {
    /** {@code ANTHROPIC_AUTH_TOKEN}. */
    TOKEN("ANTHROPIC_AUTH_TOKEN"),
    /** {@code ANTHROPIC_API_KEY}. */
    KEY("ANTHROPIC_API_KEY"),
    /** The program that {@code apiKeyHelper} names. */
    HELPER("apiKeyHelper"),
    /** {@code ANTHROPIC_CUSTOM_HEADERS}. */
    CUSTOM_HEADERS("ANTHROPIC_CUSTOM_HEADERS"),
    /** {@code CLAUDE_CODE_OAUTH_TOKEN}: a token of a subscription. */
    OAUTH_TOKEN("CLAUDE_CODE_OAUTH_TOKEN"),
    /** A saved login with a subscription. */
    LOGIN("the saved login"),
    /** A key that a login with the vendor's console left in {@code ~/.claude.json}. */
    SAVED_KEY("primaryApiKey");

    private final String word;

    From(String word) {
      this.word = word;
    }

    /** How people name it. */
    public String word() {
      return word;
    }
  }

  /** Whether it is a login with a subscription of the client's vendor. */
  public boolean isLogin() {
    return from == From.OAUTH_TOKEN || from == From.LOGIN;
  }
}
