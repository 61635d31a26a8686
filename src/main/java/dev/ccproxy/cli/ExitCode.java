package dev.ccproxy.cli;

/** Exit codes that scripts rely on; the full table is in docs/exit-codes.md. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** Refused or failed, nothing was changed. */
  static final int REFUSED = 1;

  /** {@code doctor}, {@code inspect}: findings at or above {@code --fail-on}. */
  static final int FINDINGS = 1;

  /** Wrong usage, or a change that needs {@code --yes}. */
  static final int USAGE = 2;

  /** There was nothing that could be judged. */
  static final int NOTHING_JUDGED = 3;

  /** A fix failed and was taken back. */
  static final int TAKEN_BACK = 4;

  /** A fault of the program itself. */
  static final int INTERNAL = 70;

  /** Of {@code run}: it failed itself, before there was an exit code of the client. */
  static final int RUN_FAILED = 125;

  /** Of {@code run}: the client is there and cannot be executed. */
  static final int CLIENT_NOT_EXECUTABLE = 126;

  /** Of {@code run}: there is no client. */
  static final int CLIENT_NOT_FOUND = 127;

  /** The user interrupted; what was known was shown. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
