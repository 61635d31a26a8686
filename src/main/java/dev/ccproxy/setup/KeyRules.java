package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Provider;

/**
 * What a pasted key must not look like. Never says anything of the key but the place of the
 * mistake.
 */
final class KeyRules {
  /** Shorter prefixes ({@code sk-}) are used by many vendors and tell nothing. */
  private static final int DISTINCTIVE = 4;

  private KeyRules() {}

  /**
   * Checks what every HTTP header and every file format needs.
   *
   * @param from where the key comes from, for the message
   */
  static void checkForm(String key, String from) throws SetupException {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '\n' || c == '\r') {
        throw refused(
            "key-has-line-break",
            from,
            "has a line break at character " + (i + 1),
            "paste it again as one line");
      }
      if (c == '\u201c' || c == '\u201d' || c == '\u2018' || c == '\u2019') {
        throw refused(
            "key-has-curly-quote",
            from,
            "has a typographic quote at character " + (i + 1),
            "copy it from the vendor's console, not from a document");
      }
      if (c == '"' || c == '\'') {
        throw refused(
            "key-has-quotes",
            from,
            "has a quote at character " + (i + 1) + ", which would be sent as part of it",
            "remove the quotes");
      }
      if (c == ' ' || c == '\t') {
        String bearer =
            key.regionMatches(true, 0, "Bearer ", 0, 7)
                ? "begins with \"Bearer \", which the client adds itself"
                : "has a blank at character " + (i + 1);
        throw refused(
            key.regionMatches(true, 0, "Bearer ", 0, 7) ? "key-has-bearer" : "key-has-blank",
            from,
            bearer,
            "give the bare key");
      }
      if (c < ' ' || c > '~') {
        throw refused(
            "key-not-ascii",
            from,
            "has a character at place " + (i + 1) + " that no key has",
            "copy it again from the vendor's console");
      }
    }
  }

  /** Refuses a key that begins as only another vendor's keys do. An unknown shape is fine. */
  static void checkVendor(String key, Provider provider, String from, Catalog catalog)
      throws SetupException {
    int own = longestPrefix(key, provider);
    if (own >= DISTINCTIVE) {
      return;
    }
    String beginning = key.substring(0, Math.min(DISTINCTIVE, key.length()));
    for (Provider other : catalog.usable(beginning)) {
      int foreign = other.id().equals(provider.id()) ? 0 : longestPrefix(key, other);
      if (foreign >= DISTINCTIVE && foreign > own) {
        throw refused(
            "key-of-another-vendor",
            from,
            "looks like a key of " + other.title() + ", not of " + provider.title(),
            "give the key of " + provider.title() + ", or set up " + other.id());
      }
    }
  }

  private static int longestPrefix(String key, Provider provider) {
    int longest = 0;
    for (String prefix : provider.key().prefixes()) {
      if (key.startsWith(prefix)) {
        longest = Math.max(longest, prefix.length());
      }
    }
    return longest;
  }

  private static SetupException refused(String code, String from, String what, String next) {
    return SetupException.refused(code, "The key from " + from + " " + what, next);
  }
}
