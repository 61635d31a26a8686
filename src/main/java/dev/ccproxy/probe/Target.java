package dev.ccproxy.probe;

/**
 * What a request asks for.
 *
 * @param origin where it goes
 * @param path path and query, begins with a slash, printable ASCII only
 */
public record Target(WebOrigin origin, String path) {

  /** Refuses what could end the request line early. */
  public Target {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash");
    }
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) <= ' ' || path.charAt(i) >= 0x7F) {
        throw new IllegalArgumentException("a path holds printable ASCII only");
      }
    }
  }

  /** The URL without its query, which may hold a key. */
  @Override
  public String toString() {
    int question = path.indexOf('?');
    return origin + (question < 0 ? path : path.substring(0, question));
  }
}
