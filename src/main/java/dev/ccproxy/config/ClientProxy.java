package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the client sends a request through an HTTP proxy. Its rules are not those of other
 * programs: one variable serves both schemes, addresses of this machine are no exception, and the
 * small spelling wins ({@code claude-code.md} 12; measured with 2.1.197 and 2.1.330).
 *
 * @param variable the value that names a proxy; null where none does
 * @param exemption the value by which this host is left out; null where it is not
 */
public record ClientProxy(@Nullable EffectiveValue variable, @Nullable EffectiveValue exemption) {

  /** The variables that name a proxy, the one that wins first. */
  private static final String[] VARIABLES = {
    "https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"
  };

  /** Older releases know only so many of them. */
  private static final int OLDER_VARIABLES = 4;

  /** The variables that name exceptions, the one that wins first. */
  private static final String[] EXEMPTIONS = {"no_proxy", "NO_PROXY"};

  /** The decision for a host. */
  public static ClientProxy of(
      ClientSettings settings, ClientFacts.Release release, ClientUrl url) {
    return of(settings, release, url.scheme(), url.host(), url.port());
  }

  /** The decision for a host that is asked over plain HTTP. */
  public static ClientProxy of(
      ClientSettings settings, ClientFacts.Release release, String host, int port) {
    return of(settings, release, "http", host, port);
  }

  /**
   * The decision for a host that is not the client's address.
   *
   * @param scheme {@code http} or {@code https}
   * @param host in small letters, IPv6 in brackets
   */
  public static ClientProxy of(
      ClientSettings settings, ClientFacts.Release release, String scheme, String host, int port) {
    EffectiveValue variable =
        first(settings, VARIABLES, release.fullProxyRules() ? VARIABLES.length : OLDER_VARIABLES);
    if (variable == null) {
      return new ClientProxy(null, null);
    }
    EffectiveValue list = first(settings, EXEMPTIONS, EXEMPTIONS.length);
    boolean exempt =
        list != null
            && (release.fullProxyRules()
                ? covers(list.value(), host, port)
                : coveredBefore(list.value(), host, port)
                    || (!isNative(settings, scheme) && splitBefore(list.value(), host)));
    return new ClientProxy(variable, exempt ? list : null);
  }

  private static @Nullable EffectiveValue first(ClientSettings settings, String[] names, int most) {
    for (int i = 0; i < most; i++) {
      EffectiveValue value = settings.set(names[i]).orElse(null);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The list of exceptions that counts for a client with these settings. */
  public static Optional<EffectiveValue> exemptions(ClientSettings settings) {
    return Optional.ofNullable(first(settings, EXEMPTIONS, EXEMPTIONS.length));
  }

  /** Whether the request goes through the proxy. */
  public boolean isUsed() {
    return variable != null && exemption == null && kind() == Kind.HTTP;
  }

  /** What kind of proxy is named. */
  public enum Kind {
    /** None. */
    NONE,
    /** One that the client can use. */
    HTTP,
    /** SOCKS, which the client does not speak. */
    SOCKS,
    /** No address at all: the client ends with an error before it sends anything. */
    INVALID
  }

  /** What kind of proxy is named. */
  public Kind kind() {
    if (variable == null) {
      return Kind.NONE;
    }
    String lower = variable.value().strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      return Kind.HTTP;
    }
    return lower.startsWith("socks") && lower.contains("://") ? Kind.SOCKS : Kind.INVALID;
  }

  /**
   * Whether a list of exceptions covers a host. Its entries are separated by commas or blanks: a
   * star alone, a host with or without a port, a domain that stands for all below it too, a range
   * of IPv4 addresses as {@code 127.0.0.0/8}.
   */
  public static boolean covers(String list, String host, int port) {
    String wanted = host.toLowerCase(Locale.ROOT);
    for (String raw : list.split("[,\\s]+")) {
      String entry = raw.toLowerCase(Locale.ROOT);
      if (entry.isEmpty()) {
        continue;
      }
      if (entry.equals("*") || matches(entry, wanted, port)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the runtime of older releases finds a proxy by itself, in the variable of the scheme;
   * then its own reading of the list has the last word.
   */
  private static boolean isNative(ClientSettings settings, String scheme) {
    String upper = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
    return settings.set(upper).isPresent()
        || settings.set(upper.toLowerCase(Locale.ROOT)).isPresent();
  }

  /** The second look of older releases, where blanks part entries too. */
  private static boolean splitBefore(String list, String host) {
    for (String entry : list.split("[,\\s]+")) {
      if (entry.equalsIgnoreCase(host)) {
        return true;
      }
    }
    return false;
  }

  /** The rules of older releases: commas alone, and every end of a name covers it. */
  static boolean coveredBefore(String list, String host, int port) {
    String wanted = host.toLowerCase(Locale.ROOT);
    for (String raw : list.split(",")) {
      String entry = raw.strip().toLowerCase(Locale.ROOT);
      if (entry.equals("*")) {
        return true;
      }
      int colon = entry.lastIndexOf(':');
      if (colon > 0 && entry.indexOf(':') == colon) {
        if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
          continue;
        }
        entry = entry.substring(0, colon);
      }
      String end = entry.startsWith(".") ? entry.substring(1) : entry;
      if (!end.isEmpty() && wanted.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, int port) {
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return inRange(entry.substring(0, slash), entry.substring(slash + 1), host);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    boolean one = colon > 0 && entry.indexOf(':') == colon;
    if (one || (colon > 0 && entry.startsWith("[") && colon > entry.indexOf(']'))) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    if (host.startsWith("[")) {
      return host.equals(name) || host.equals("[" + name + "]");
    }
    if (ClientUrl.isAddress(host)) {
      return host.equals(name);
    }
    String domain =
        name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
    return host.equals(domain) || (!domain.isEmpty() && host.endsWith("." + domain));
  }

  private static boolean inRange(String network, String bits, String host) {
    long from = address(network);
    long at = address(host);
    int length;
    try {
      length = Integer.parseInt(bits);
    } catch (NumberFormatException e) {
      return false;
    }
    if (from < 0 || at < 0 || length < 0 || length > 32) {
      return false;
    }
    return from >> (32 - length) == at >> (32 - length);
  }

  /** An IPv4 address as a number; -1 for anything else. */
  private static long address(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return -1;
    }
    long value = 0;
    for (String part : parts) {
      int number;
      try {
        number = Integer.parseInt(part);
      } catch (NumberFormatException e) {
        return -1;
      }
      if (number < 0 || number > 255) {
        return -1;
      }
      value = value << 8 | number;
    }
    return value;
  }
}
