package dev.ccproxy.probe;

/** A text cannot be used as address. The message never holds any of it: it may hold a password. */
public final class BadUrlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    EMPTY("the URL is empty"),
    CHARACTERS("the URL has a quote, a blank, a backslash or a control character in it"),
    SCHEME("the URL begins with neither http:// nor https://"),
    HOST("the URL names no host"),
    PORT("the port of the URL is none");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Reason reason;

  BadUrlException(Reason reason) {
    super(reason.sentence);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
