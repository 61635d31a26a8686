package dev.ccproxy.redact;

import java.util.Locale;

/** Tells by its name whether a variable or a key of a file holds a credential. */
public final class SecretNames {
  private static final String[] PARTS = {
    "KEY",
    "TOKEN",
    "SECRET",
    "PASSWORD",
    "PASSWD",
    "CREDENTIAL",
    "AUTHORIZATION",
    "COOKIE",
    "DATABASE_URL",
    "HEADERS"
  };

  /** Names with such a part that hold no credential: numbers, switches, addresses of files. */
  private static final String[] HARMLESS_PARTS = {
    "MAX_TOKENS",
    "TOKENS",
    "TOKENIZER",
    "KEY_HELPER",
    "KEYHELPER",
    "KEYBINDING",
    "HEADER_NAME",
    "KEY_FILE",
    "KEYFILE",
    "_DIR",
    "_PATH",
    "_HOME",
    "PUBLIC_KEY"
  };

  private SecretNames() {}

  /**
   * Whether {@code name} is that of a credential; a name that merely speaks of tokens as a number
   * is not.
   */
  public static boolean matches(String name) {
    String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
    for (String harmless : HARMLESS_PARTS) {
      if (upper.contains(harmless)) {
        return false;
      }
    }
    for (String part : PARTS) {
      if (upper.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
