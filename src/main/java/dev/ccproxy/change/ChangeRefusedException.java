package dev.ccproxy.change;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file cannot be read or a change cannot be made. Unless the code is {@link #HALF_WRITTEN}, every
 * file is as it was. No part of any file's content stands in it.
 */
public final class ChangeRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The one code after which files may differ from before: going back failed as well. */
  public static final String HALF_WRITTEN = "half-written";

  private final String code;
  // A Path cannot be serialised; an exception that crossed a wire has no use for it.
  private final transient @Nullable Path file;
  private final String reason;
  private final String next;

  /**
   * @param code slug that scripts may rely on
   * @param file the file or folder in the way, as the user knows it; null where there is none
   * @param reason what is wrong, a phrase without a final full stop
   * @param next what to do about it, a phrase without a final full stop
   */
  ChangeRefusedException(String code, @Nullable Path file, String reason, String next) {
    super(file == null ? reason : file + ": " + reason);
    this.code = code;
    this.file = file;
    this.reason = reason;
    this.next = next;
  }

  /** As above, with the failure that is behind it. */
  ChangeRefusedException(
      String code, @Nullable Path file, String reason, String next, Throwable cause) {
    this(code, file, reason, next);
    initCause(cause);
  }

  /** Slug that scripts may rely on, such as {@code target-is-directory}. */
  public String code() {
    return code;
  }

  /** The file or folder in the way, as the user knows it. */
  public @Nullable Path file() {
    return file;
  }

  /** What is wrong, without the file. */
  public String reason() {
    return reason;
  }

  /** What to do about it. */
  public String next() {
    return next;
  }
}
