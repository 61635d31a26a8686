package dev.ccproxy.explain;

import java.util.Locale;

/** How sure a stated cause is, surest first. */
public enum Confidence {
  /** Nothing else explains the evidence. */
  CERTAIN,
  /** The usual cause; another one is known. */
  LIKELY,
  /** One of several. */
  POSSIBLE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word for it in data files and output. */
  public String word() {
    return word;
  }

  /** The less sure of the two. */
  public Confidence and(Confidence other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
