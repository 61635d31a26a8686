package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the client sends a message, by the address in {@code ANTHROPIC_BASE_URL}: blanks around it
 * do not count, one slash at its end goes, {@code /v1/messages} is appended, and of several slashes
 * at the begin of the path one is left ({@code claude-code.md} 9; measured with 2.1.197 and
 * 2.1.330).
 *
 * @param base as it is set; the vendor's address where nothing is
 * @param scheme {@code http} or {@code https}; empty where the client refuses the address
 * @param host in small letters, IPv6 in brackets; empty likewise
 * @param port the one that is connected to; 0 likewise
 * @param path what is asked for, with the query
 */
public record ClientUrl(String base, String scheme, String host, int port, String path) {
  /** Where the client goes when nobody says otherwise. */
  public static final String VENDOR = "https://api.anthropic.com";

  private static final String MESSAGES = "/v1/messages";
  private static final String QUERY = "beta=true";

  /** The address for an effective value, or for none. */
  public static ClientUrl of(Optional<EffectiveValue> baseUrl) {
    return of(baseUrl.map(EffectiveValue::value).orElse(""));
  }

  /** The address for a base; an empty one is the vendor's. */
  public static ClientUrl of(String typed) {
    String base = strip(typed);
    if (base.isEmpty()) {
      return of(VENDOR);
    }
    if (startsWithLocalPort(base)) {
      // A name in front of a colon passes for a scheme, and the client then speaks plain HTTP.
      ClientUrl plain = of("http://" + base);
      return new ClientUrl(typed, plain.scheme, plain.host, plain.port, plain.path);
    }
    int colon = base.indexOf(':');
    String scheme = colon < 0 ? "" : base.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return refused(typed);
    }
    // The URL standard does not insist on two slashes here, and neither does the client.
    int start = colon + 1;
    while (start < base.length() && (base.charAt(start) == '/' || base.charAt(start) == '\\')) {
      start++;
    }
    int end = start;
    while (end < base.length() && "/\\?#".indexOf(base.charAt(end)) < 0) {
      end++;
    }
    String authority = base.substring(start, end);
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int portAt = hostAndPort.lastIndexOf(':');
    boolean hasPort = portAt > hostAndPort.indexOf(']');
    String host =
        (hasPort ? hostAndPort.substring(0, portAt) : hostAndPort).toLowerCase(Locale.ROOT);
    int port = hasPort ? port(hostAndPort.substring(portAt + 1)) : scheme.equals("http") ? 80 : 443;
    if (port < 0 || !isHost(host)) {
      return refused(typed);
    }
    if (hasPort && portAt == hostAndPort.length() - 1) {
      port = scheme.equals("http") ? 80 : 443;
    }
    return new ClientUrl(typed, scheme, host, port, target(base.substring(end)));
  }

  private static boolean startsWithLocalPort(String base) {
    String name = "localhost:";
    return base.regionMatches(true, 0, name, 0, name.length())
        && base.length() > name.length()
        && Character.isDigit(base.charAt(name.length()));
  }

  /** What is asked for, by what follows the host. */
  private static String target(String rest) {
    int fragment = rest.indexOf('#');
    int query = rest.indexOf('?');
    if (query >= 0 && (fragment < 0 || query < fragment)) {
      // What is appended ends up in the query.
      String path = rest.substring(0, query);
      String parameters = rest.substring(query + 1);
      int inner = parameters.indexOf('#');
      return (path.isEmpty() ? "/" : path)
          + "?"
          + (inner < 0 ? parameters + "%2Fv1%2Fmessages%3Fbeta%3Dtrue" : parameters);
    }
    if (fragment >= 0) {
      String path = rest.substring(0, fragment);
      return path.isEmpty() ? "/" : path;
    }
    int end = rest.endsWith("/") ? rest.length() - 1 : rest.length();
    return normalized(rest.substring(0, end) + MESSAGES) + "?" + QUERY;
  }

  /** The path as it is sent: blanks encoded, {@code .} and {@code ..} followed. */
  private static String normalized(String path) {
    String encoded = path.replace(" ", "%20");
    int start = 0;
    while (encoded.startsWith("//", start)) {
      start++;
    }
    List<String> parts = new ArrayList<>();
    for (String part : encoded.substring(start + 1).split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.remove(parts.size() - 1);
        }
      } else if (!part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  private static ClientUrl refused(String typed) {
    return new ClientUrl(typed, "", "", 0, "");
  }

  /** The port; -1 where it is none. */
  private static int port(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() > 5) {
      return -1;
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
    }
    return port > 65535 ? -1 : port;
  }

  private static boolean isHost(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-._~%[]:".indexOf(c) < 0) {
        return false;
      }
    }
    return !host.isEmpty();
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** What JavaScript's trim takes away. */
  private static boolean isBlank(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == '\u00a0'
        || c == '\ufeff'
        || c == '\u2028'
        || c == '\u2029'
        || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /** Whether the client can send anything there; if not it says "Invalid URL". */
  public boolean isUsable() {
    return !host.isEmpty();
  }

  /** The whole address of a message without user name and password; null where it is refused. */
  public @Nullable String url() {
    return isUsable() ? origin() + path : null;
  }

  /** Scheme, host and port; the port only where it is not the usual one. */
  public String origin() {
    boolean usual = port == (scheme.equals("http") ? 80 : 443);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }

  /** Whether it is this machine. */
  public boolean isLoopback() {
    return isLoopbackHost(host);
  }

  /** Whether a host is this machine; 0.0.0.0 counts, since connecting to it ends here. */
  static boolean isLoopbackHost(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || (host.startsWith("127.") && isAddress(host))
        || host.equals("0.0.0.0")
        || host.equals("[::1]")
        || host.equals("[::]");
  }

  /** Whether it lies in a network that is not the internet: this machine included. */
  public boolean isPrivate() {
    return isLoopback()
        || host.startsWith("10.") && isAddress(host)
        || host.startsWith("192.168.") && isAddress(host)
        || host.startsWith("169.254.") && isAddress(host)
        || isPrivate172(host)
        || isSharedRange(host)
        || host.startsWith("[fc")
        || host.startsWith("[fd")
        || host.startsWith("[fe80:")
        || (host.indexOf('.') < 0 && !host.startsWith("["))
        || host.endsWith(".local")
        || host.endsWith(".internal")
        || host.endsWith(".lan")
        || host.endsWith(".home.arpa");
  }

  private static boolean isPrivate172(String host) {
    int second = second(host, "172.");
    return second >= 16 && second <= 31;
  }

  /** 100.64.0.0/10: carriers and overlay networks. */
  private static boolean isSharedRange(String host) {
    int second = second(host, "100.");
    return second >= 64 && second <= 127;
  }

  private static int second(String host, String first) {
    if (!host.startsWith(first) || !isAddress(host)) {
      return -1;
    }
    int dot = host.indexOf('.', first.length());
    return dot < 0 ? -1 : port(host.substring(first.length(), dot));
  }

  /** Whether a host is an IPv4 address. */
  static boolean isAddress(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return host.indexOf('.') > 0;
  }

  /** Whether requests go to the vendor of the client itself. */
  public boolean isVendor() {
    return host.equals("api.anthropic.com") || host.endsWith(".anthropic.com");
  }
}
