package dev.ccproxy.lab.json;

/** The bytes are no JSON text. The message never holds the text itself. */
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonSyntaxException(String message) {
    super(message);
  }
}
