package dev.ccproxy.check;

/**
 * A finding that is left out.
 *
 * @param reason why, in the words of the user; may be empty
 */
public record Hidden(Finding finding, Source source, String reason) {

  /** Who asked for it. */
  public enum Source {
    /** {@link Suppressions}. */
    SUPPRESSION("suppression"),
    /** {@link Baseline}. */
    BASELINE("baseline");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** The word for it in output. */
    public String word() {
      return word;
    }
  }
}
