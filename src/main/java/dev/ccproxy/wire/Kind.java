package dev.ccproxy.wire;

/** Kinds of JSON values, and no value at all. */
enum Kind {
  ABSENT("missing"),
  STRING("a string"),
  NUMBER("a number"),
  OBJECT("an object"),
  ARRAY("an array"),
  TRUE("true"),
  FALSE("false"),
  NULL("null");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** How a sentence calls it, with its article. */
  String words() {
    return words;
  }

  /** Whether a value stands there that is not null. */
  boolean present() {
    return this != ABSENT && this != NULL;
  }
}
