package dev.ccproxy.probe;

import java.net.IDN;
import java.util.Locale;

/**
 * Scheme, host and port: where requests go, and what a key is bound to.
 *
 * @param secure whether it is https
 * @param host lower case, ASCII; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record WebOrigin(boolean secure, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The vendor of the client. */
  static final WebOrigin VENDOR = new WebOrigin(true, "api.anthropic.com", HTTPS);

  /**
   * The origin of a URL as the client understands it.
   *
   * @throws BadUrlException when the URL cannot be used
   */
  public static WebOrigin of(String url) throws BadUrlException {
    return Endpoint.of(url).origin();
  }

  static WebOrigin of(boolean secure, String host, int port) throws BadUrlException {
    String plain = host.toLowerCase(Locale.ROOT);
    if (plain.startsWith("[") && plain.endsWith("]")) {
      plain = plain.substring(1, plain.length() - 1);
      if (plain.indexOf(':') < 0 || !ipv6Characters(plain)) {
        throw new BadUrlException(BadUrlException.Reason.HOST);
      }
      return new WebOrigin(secure, plain, port(secure, port));
    }
    try {
      plain = ascii(plain) ? plain : IDN.toASCII(plain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new BadUrlException(BadUrlException.Reason.HOST);
    }
    boolean fits = !plain.isEmpty() && plain.length() <= 253;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      fits &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-._".indexOf(c) >= 0;
    }
    if (!fits) {
      throw new BadUrlException(BadUrlException.Reason.HOST);
    }
    return new WebOrigin(secure, plain, port(secure, port));
  }

  private static int port(boolean secure, int port) {
    return port > 0 ? port : secure ? HTTPS : HTTP;
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static boolean ipv6Characters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f') && c != ':' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /** Host and port as the Host header has them: brackets around IPv6, no default port. */
  public String authority() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (secure ? HTTPS : HTTP) ? shown : shown + ":" + port;
  }

  /** Host and port, the port always there. */
  String hostAndPort() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Whether the host is this machine by its name or number; nothing is looked up. */
  public boolean isLoopback() {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || (host.startsWith("127.") && IpAddress.parse(host) != null)
        || host.equals("::1");
  }

  /** Whether it belongs to the vendor of the client, over https. */
  boolean isVendor() {
    return secure && (host.equals(VENDOR.host) || host.endsWith(".anthropic.com"));
  }

  /** {@code https://host:port}, a default port left out. */
  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority();
  }
}
