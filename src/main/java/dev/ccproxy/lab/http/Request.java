package dev.ccproxy.lab.http;

/** A request as it came over the wire. Nothing is decoded, so that nothing is lost. */
public final class Request {
  private final String method;
  private final String target;
  private final String version;
  private final Headers headers;
  private final byte[] body;

  /**
   * A request.
   *
   * @param target what stood in the request line: a path with its query, or a whole URL when the
   *     client takes this server for its proxy
   * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
   * @param body the body without its transfer coding; not copied
   */
  public Request(String method, String target, String version, Headers headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.version = version;
    this.headers = headers;
    this.body = body;
  }

  /** The method as written. */
  public String method() {
    return method;
  }

  /** The request target as written. */
  public String target() {
    return target;
  }

  /** {@code HTTP/1.1} or {@code HTTP/1.0}. */
  public String version() {
    return version;
  }

  /** The path: without scheme, host and query, and not decoded. */
  public String path() {
    String local = target;
    int scheme = target.indexOf("://");
    if (scheme > 0 && target.charAt(0) != '/') {
      int slash = target.indexOf('/', scheme + 3);
      local = slash < 0 ? "/" : target.substring(slash);
    }
    int query = local.indexOf('?');
    return query < 0 ? local : local.substring(0, query);
  }

  /** What stands behind the question mark; empty when there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /** The header fields. */
  public Headers headers() {
    return headers;
  }

  /** The body; the array is the request's own and must not be changed. */
  public byte[] body() {
    return body;
  }

  /** The same request with other headers. */
  public Request withHeaders(Headers others) {
    return new Request(method, target, version, others, body);
  }

  /** The same request with another body; a length in the headers stays as it was. */
  public Request withBody(byte[] other) {
    return new Request(method, target, version, headers, other);
  }

  /** Method and path, as routes are written: {@code POST /v1/messages}. */
  public String route() {
    return method + " " + path();
  }
}
