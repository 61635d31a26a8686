package dev.ccproxy.lab.fault;

/** When a fault strikes. A one-shot fault must never be taken for one that depends on a field. */
public enum Kind {
  /** As long as it is there. */
  STEADY("steady"),
  /** Only while the request has a certain field or content. */
  FIELD("field"),
  /** The first time only. */
  ONCE("once"),
  /** Now and then, by the seed. */
  FLAPPING("flapping"),
  /** Never as a fault: a form of the answer that everybody has to bear. */
  TOLERATED("tolerated");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** The word of the list. */
  public String word() {
    return word;
  }
}
