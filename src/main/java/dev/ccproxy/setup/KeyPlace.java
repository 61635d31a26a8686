package dev.ccproxy.setup;

/** Where the client finds its credential. */
public enum KeyPlace {
  /** The value stands in the client's private settings file. */
  VALUE,
  /** {@code apiKeyHelper} reads it at run time. */
  HELPER
}
