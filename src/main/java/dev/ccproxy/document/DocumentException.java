package dev.ccproxy.document;

import org.jspecify.annotations.Nullable;

/** A file cannot be read as what it should be. Carries what a person needs to find the place. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String document;
  private final @Nullable Integer line;
  private final @Nullable Integer column;
  private final String reason;

  /**
   * @param document name of the file as the user knows it
   * @param position where; null where the whole file is meant
   * @param reason what is wrong, a phrase without a final full stop and without any value of the
   *     file that could be a key
   */
  public DocumentException(String document, @Nullable Position position, String reason) {
    super(document + (position == null ? "" : ":" + position) + ": " + reason);
    this.document = document;
    this.line = position == null ? null : position.line();
    this.column = position == null ? null : position.column();
    this.reason = reason;
  }

  /** Name of the file as the user knows it. */
  public String document() {
    return document;
  }

  /** 1 for the first line; null where the whole file is meant. */
  public @Nullable Integer line() {
    return line;
  }

  /** 1 for the first character of the line; null where the whole file is meant. */
  public @Nullable Integer column() {
    return column;
  }

  /** What is wrong. */
  public String reason() {
    return reason;
  }
}
