package dev.ccproxy.cli;

/** Exit codes that scripts rely on; the full table is in docs/exit-codes.md. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** Refused or failed, nothing was changed. */
  static final int REFUSED = 1;

  /** Wrong usage, or a change that needs {@code --yes}. */
  static final int USAGE = 2;

  /** A fault of the program itself. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
