package dev.ccproxy.setup;

import org.jspecify.annotations.Nullable;

/** The set-up cannot be planned as asked. Nothing was changed. */
public final class SetupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean usage;
  private final String next;
  private final @Nullable String file;
  private final @Nullable Integer line;
  private final @Nullable Integer column;

  private SetupException(
      String code,
      boolean usage,
      String message,
      String next,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable Integer column) {
    super(message);
    this.code = code;
    this.usage = usage;
    this.next = next;
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /**
   * The command line is not right or not complete.
   *
   * @param code slug for scripts
   * @param message what is wrong and why, a sentence
   * @param next what to do
   */
  public static SetupException usage(String code, String message, String next) {
    return new SetupException(code, true, message, next, null, null, null);
  }

  /** Something that is there cannot be used. */
  public static SetupException refused(String code, String message, String next) {
    return new SetupException(code, false, message, next, null, null, null);
  }

  /** A file that is there cannot be used. */
  public static SetupException inFile(
      String code,
      String file,
      @Nullable Integer line,
      @Nullable Integer column,
      String message,
      String next) {
    return new SetupException(code, false, message, next, file, line, column);
  }

  /** As this one, but to be answered by another command line ({@code --yes}). */
  public SetupException asUsage() {
    return new SetupException(
        code, true, getMessage() == null ? "" : getMessage(), next, file, line, column);
  }

  /** Slug for scripts. */
  public String code() {
    return code;
  }

  /** Whether another command line would do. */
  public boolean isUsage() {
    return usage;
  }

  /** What to do. */
  public String next() {
    return next;
  }

  /** The file concerned. */
  public @Nullable String file() {
    return file;
  }

  /** 1 for the first line. */
  public @Nullable Integer line() {
    return line;
  }

  /** 1 for the first character. */
  public @Nullable Integer column() {
    return column;
  }
}
