package dev.ccproxy.launch;

/**
 * Something could not be started, stopped or joined. Nothing that was started for it still runs.
 */
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, for commands whose exit code tells them apart. */
  public enum Kind {
    /** The program itself could not do it. */
    OWN,
    /** The client is there and cannot be run. */
    CLIENT_NOT_EXECUTABLE,
    /** The client is not there. */
    CLIENT_NOT_FOUND,
    /** Another command line would do. */
    USAGE,
    /** A signal ended the start. */
    INTERRUPTED
  }

  private final String code;
  private final Kind kind;
  private final String next;

  /**
   * @param code slug for scripts
   * @param message what happened and why, a sentence without a final full stop
   * @param next what to do
   */
  public LaunchException(String code, Kind kind, String message, String next) {
    super(message);
    this.code = code;
    this.kind = kind;
    this.next = next;
  }

  /** An ordinary failure. */
  public LaunchException(String code, String message, String next) {
    this(code, Kind.OWN, message, next);
  }

  /** Slug for scripts. */
  public String code() {
    return code;
  }

  /** What kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** What happened. */
  public String reason() {
    String message = getMessage();
    return message == null ? code : message;
  }

  /** What to do. */
  public String next() {
    return next;
  }
}
