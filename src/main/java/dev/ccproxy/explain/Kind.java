package dev.ccproxy.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a signature knows, and so which of several that match one error leads. */
enum Kind {
  /** Why it happens. */
  CAUSE(10),
  /** It follows from an error that came before. */
  ECHO(20),
  /** The usual words for a cause, whoever wrote them. */
  WORDING(22),
  /** A coat that a program puts around somebody else's error. */
  WRAPPER(30),
  /** Who wrote the text; no cause is known. */
  WRITER(40),
  /** The client's own words for several causes. */
  SYMPTOM(50),
  /** Which way an error took, and nothing of the error. */
  MARKER(70),
  /** Worth knowing, breaks nothing. */
  NOTE(80);

  private final int rank;

  Kind(int rank) {
    this.rank = rank;
  }

  /** Lower ranks lead; a signature may have a rank of its own. */
  int rank() {
    return rank;
  }

  static @Nullable Kind of(String word) {
    for (Kind kind : values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    return null;
  }
}
