package dev.ccproxy.lab.http;

/**
 * How much of a request is read before it is refused.
 *
 * @param head bytes of the request line and the headers, 431 beyond
 * @param body bytes of the body, 413 beyond
 */
public record Limits(int head, int body) {
  /**
   * A long conversation with images stays well below 64 MB; no head of a client comes near 64 KB.
   */
  public static final Limits DEFAULT = new Limits(64 * 1024, 64 * 1024 * 1024);
}
