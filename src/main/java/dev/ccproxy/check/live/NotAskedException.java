package dev.ccproxy.check.live;

/** A request is not sent: there is nothing to judge then. */
final class NotAskedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason a phrase for the report
   */
  NotAskedException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
