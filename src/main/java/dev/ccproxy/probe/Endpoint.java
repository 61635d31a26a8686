package dev.ccproxy.probe;

import dev.ccproxy.config.ClientUrl;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A base URL as the client uses it ({@code claude-code.md} 9): slashes at the end go, everything
 * else stays, also a {@code /v1} that does not belong there, because the point is to ask what the
 * client asks. A user name and password in the URL are dropped, as the client drops them.
 */
public final class Endpoint {
  /** Where the client sends a message, below the base. */
  static final String MESSAGES = "/v1/messages?beta=true";

  /** The same in a base with a query, which swallows it. */
  private static final String SWALLOWED = "%2Fv1%2Fmessages%3Fbeta%3Dtrue";

  private final WebOrigin origin;
  private final String path;
  private final @Nullable String query;
  private final @Nullable String messages;

  private Endpoint(
      WebOrigin origin, String path, @Nullable String query, @Nullable String messages) {
    this.origin = origin;
    this.path = path;
    this.query = query;
    this.messages = messages;
  }

  /**
   * The base that the client uses: messages go exactly where it sends them.
   *
   * @throws BadUrlException when the client refuses the address
   */
  public static Endpoint of(ClientUrl url) throws BadUrlException {
    if (!url.isUsable()) {
      throw new BadUrlException(BadUrlException.Reason.SCHEME);
    }
    WebOrigin origin = WebOrigin.of(url.scheme().equals("https"), url.host(), url.port());
    String whole = encoded(url.path());
    int question = whole.indexOf('?');
    String path = question < 0 ? whole : whole.substring(0, question);
    if (whole.endsWith(MESSAGES)) {
      path = whole.substring(0, whole.length() - MESSAGES.length());
      return new Endpoint(origin, withoutSlashes(path), null, whole);
    }
    String query = question < 0 ? null : whole.substring(question + 1);
    if (query != null && query.endsWith(SWALLOWED)) {
      query = query.substring(0, query.length() - SWALLOWED.length());
    }
    return new Endpoint(origin, withoutSlashes(path), query, whole);
  }

  /**
   * Reads a base URL. Blanks around it and the case of the scheme do not count.
   *
   * @throws BadUrlException when the client could not use it either; a URL without scheme is one of
   *     those
   */
  public static Endpoint of(String url) throws BadUrlException {
    String text = url.strip();
    if (text.isEmpty()) {
      throw new BadUrlException(BadUrlException.Reason.EMPTY);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7F || (c >= 0x80 && c <= 0x9F) || "\\\"'<>`".indexOf(c) >= 0) {
        throw new BadUrlException(BadUrlException.Reason.CHARACTERS);
      }
    }
    String lower = text.toLowerCase(Locale.ROOT);
    boolean secure = lower.startsWith("https://");
    if (!secure && !lower.startsWith("http://")) {
      throw new BadUrlException(BadUrlException.Reason.SCHEME);
    }
    String rest = text.substring(secure ? "https://".length() : "http://".length());
    int fragment = rest.indexOf('#');
    if (fragment >= 0) {
      rest = rest.substring(0, fragment);
    }
    int question = rest.indexOf('?');
    String query = question < 0 ? null : rest.substring(question + 1);
    if (question >= 0) {
      rest = rest.substring(0, question);
    }
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    return new Endpoint(origin(secure, authority), withoutSlashes(path), query, null);
  }

  private static WebOrigin origin(boolean secure, String authority) throws BadUrlException {
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.lastIndexOf(':');
    if (colon <= hostAndPort.lastIndexOf(']')) {
      return WebOrigin.of(secure, hostAndPort, -1);
    }
    String digits = hostAndPort.substring(colon + 1);
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9 || port > 65535) {
        throw new BadUrlException(BadUrlException.Reason.PORT);
      }
      port = port * 10 + digit;
    }
    if (!digits.isEmpty() && (port < 1 || port > 65535)) {
      throw new BadUrlException(BadUrlException.Reason.PORT);
    }
    return WebOrigin.of(secure, hostAndPort.substring(0, colon), port == 0 ? -1 : port);
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return encoded(path.substring(0, end));
  }

  /** Characters that no request line may hold, percent-encoded as UTF-8. */
  private static String encoded(String path) {
    StringBuilder out = new StringBuilder(path.length());
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (b > ' ' && b != 0x7F) {
        out.append((char) b);
      } else {
        percent(b, out);
      }
    }
    return out.toString();
  }

  private static void percent(byte b, StringBuilder out) {
    out.append('%')
        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
  }

  /** Where it is. */
  public WebOrigin origin() {
    return origin;
  }

  /** The path without slashes at its end; "" for the root. */
  public String path() {
    return path;
  }

  /** Another base on the same origin, for the search for the right path. */
  public Endpoint withPath(String path) {
    return new Endpoint(origin, withoutSlashes(path), null, null);
  }

  /**
   * A path below the base, as the client appends it: a query in the base swallows what is appended.
   *
   * @param appended begins with a slash; may have a query
   */
  public Target target(String appended) {
    String exact = messages;
    if (exact != null && appended.equals(MESSAGES)) {
      return new Target(origin, exact);
    }
    String base = query;
    if (base == null) {
      return new Target(origin, path + appended);
    }
    StringBuilder out = new StringBuilder(path.isEmpty() ? "/" : path).append('?').append(base);
    for (int i = 0; i < appended.length(); i++) {
      char c = appended.charAt(i);
      if (c == '/' || c == '?' || c == '=' || c == '&') {
        percent((byte) c, out);
      } else {
        out.append(c);
      }
    }
    return new Target(origin, encoded(out.toString()));
  }

  /** A path of the origin itself, whatever the base is. */
  public Target root(String path) {
    return new Target(origin, path);
  }

  /** The URL without user name, password and query. */
  @Override
  public String toString() {
    return origin + path;
  }
}
