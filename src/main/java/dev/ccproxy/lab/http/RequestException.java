package dev.ccproxy.lab.http;

/** A request that cannot be read; after its answer the connection is closed. */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  RequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of the answer, 400 to 505. */
  public int status() {
    return status;
  }
}
