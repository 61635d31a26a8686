package dev.ccproxy.wire;

/** How bad a finding is, mildest first. */
public enum Severity {
  /** Worth knowing; nothing breaks. */
  INFO("info"),
  /** Something is worse than it has to be, or breaks only for some. */
  WARNING("warning"),
  /** The answer is broken. */
  ERROR("error");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The word of the JSON reports: {@code info}, {@code warning} or {@code error}. */
  public String word() {
    return word;
  }

  /**
   * Whether this is {@code other} or worse.
   *
   * @param other the level to reach
   */
  public boolean atLeast(Severity other) {
    return compareTo(other) >= 0;
  }

  /**
   * The severity with this word.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Severity of(String word) {
    for (Severity severity : values()) {
      if (severity.word.equals(word)) {
        return severity;
      }
    }
    throw new IllegalArgumentException("no severity: " + word);
  }
}
