package dev.ccproxy.document;

/** A document cannot be changed as asked without touching what is not ours. Nothing was changed. */
public final class EditRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param document name of the file
   * @param position the place that is in the way
   * @param reason why, a phrase without a final full stop
   */
  public EditRefusedException(String document, Position position, String reason) {
    super(document + ":" + position + ": " + reason);
    this.document = document;
    this.position = position;
    this.reason = reason;
  }

  private final String document;
  private final Position position;
  private final String reason;

  /** Name of the file. */
  public String document() {
    return document;
  }

  /** The place that is in the way. */
  public Position position() {
    return position;
  }

  /** Why. */
  public String reason() {
    return reason;
  }
}
