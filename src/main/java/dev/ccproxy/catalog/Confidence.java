package dev.ccproxy.catalog;

import java.util.Locale;

/** How sure a fact of the catalogue is. */
public enum Confidence {
  /** Official text or source code. */
  HIGH,
  /** One good secondary source. */
  MEDIUM,
  /** Uncertain: check live before relying on it. */
  LOW;

  /** The word for it in data files and output. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
