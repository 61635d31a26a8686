package dev.ccproxy.check;

import java.util.Locale;

/** How far a diagnosis goes. */
public enum Mode {
  /** The files alone: no socket is opened. */
  OFFLINE,
  /** A few requests: is the endpoint there, does it answer. */
  QUICK,
  /** What a session of the client needs. */
  STANDARD,
  /** Everything, also what costs many requests. */
  DEEP;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word for it in output. */
  public String word() {
    return word;
  }
}
