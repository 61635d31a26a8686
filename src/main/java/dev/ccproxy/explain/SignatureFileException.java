package dev.ccproxy.explain;

/** A signature file cannot be used. */
public final class SignatureFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String reason;

  SignatureFileException(String file, int line, String reason) {
    super(file + ":" + line + ": " + reason);
    this.file = file;
    this.line = line;
    this.reason = reason;
  }

  /** Which file. */
  public String file() {
    return file;
  }

  /** Where, from 1; 0 for the file as a whole. */
  public int line() {
    return line;
  }

  /** What is wrong with it. */
  public String reason() {
    return reason;
  }
}
