package dev.ccproxy.lab.fault;

/** What a client has to ask for so that a fault can show. */
public enum Ask {
  /** Anything at all. */
  ANYTHING("any request"),
  /** A text. */
  TEXT("a text"),
  /** A call of a tool with arguments. */
  CALL("a tool call"),
  /** Two calls in one answer. */
  CALLS("two tool calls"),
  /** A text with thoughts before it. */
  THOUGHT("a text with thinking");

  private final String words;

  Ask(String words) {
    this.words = words;
  }

  /** In words, behind "shows with". */
  public String words() {
    return words;
  }
}
