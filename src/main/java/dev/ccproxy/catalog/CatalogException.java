package dev.ccproxy.catalog;

import org.jspecify.annotations.Nullable;

/** A provider file cannot be used. */
public final class CatalogException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final @Nullable Integer line;
  private final @Nullable Integer column;
  private final String reason;

  /**
   * @param line 1 for the first line; null where the whole file is meant
   * @param reason what is wrong, a phrase without a final full stop
   */
  public CatalogException(
      String file, @Nullable Integer line, @Nullable Integer column, String reason) {
    super(file + (line == null ? "" : ":" + line + ":" + column) + ": " + reason);
    this.file = file;
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  /** Name of the file. */
  public String file() {
    return file;
  }

  /** 1 for the first line; null where the whole file is meant. */
  public @Nullable Integer line() {
    return line;
  }

  /** 1 for the first character; null where the whole file is meant. */
  public @Nullable Integer column() {
    return column;
  }

  /** What is wrong. */
  public String reason() {
    return reason;
  }
}
