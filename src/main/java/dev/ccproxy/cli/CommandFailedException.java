package dev.ccproxy.cli;

import dev.ccproxy.report.Failure;

/** A command ends with a failure that is to be shown. */
final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  CommandFailedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  static CommandFailedException usage(String code, String message, String next) {
    return new CommandFailedException(
        new Failure(code, message, null, null, null, next, ExitCode.USAGE));
  }

  static CommandFailedException refused(String code, String message, String next) {
    return new CommandFailedException(
        new Failure(code, message, null, null, null, next, ExitCode.REFUSED));
  }

  Failure failure() {
    return failure;
  }
}
