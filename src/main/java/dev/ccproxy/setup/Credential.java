package dev.ccproxy.setup;

import org.jspecify.annotations.Nullable;

/**
 * How the client proves itself.
 *
 * @param variable the client's variable that carries it: {@code ANTHROPIC_AUTH_TOKEN} or {@code
 *     ANTHROPIC_API_KEY}
 * @param value what stands there; empty with a helper
 * @param helper command of {@code apiKeyHelper}; null where the value stands in the file
 */
record Credential(String variable, String value, @Nullable String helper) {
  static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";
  static final String API_KEY = "ANTHROPIC_API_KEY";

  /**
   * Stands for a key that is not there yet. Without any credential a client that is logged in would
   * send its own subscription token to the new address; this one is refused there, and says why.
   */
  static final String MISSING = "missing-";

  /** For servers that check no key; the client needs some value. */
  static final String NOT_NEEDED = "not-needed";

  /**
   * The variable that has to be empty, so that nothing exported in a shell is sent beside this
   * credential.
   */
  String otherVariable() {
    return variable.equals(TOKEN) ? API_KEY : TOKEN;
  }
}
