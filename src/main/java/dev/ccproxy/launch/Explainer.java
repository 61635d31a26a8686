package dev.ccproxy.launch;

import java.util.Optional;

/** Explains what a gateway printed. The knowledge lives elsewhere and is plugged in. */
public interface Explainer {

  /**
   * What a text means.
   *
   * @param cause why it happened, a sentence
   * @param fix what to do, a sentence
   */
  record Explanation(String cause, String fix) {}

  /** Knows nothing. */
  Explainer NONE = text -> Optional.empty();

  /**
   * The likeliest explanation.
   *
   * @param text a line, or all that was printed until the end
   * @return empty for what is no error, and for one that nobody knows
   */
  Optional<Explanation> explain(String text);
}
