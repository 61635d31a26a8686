package dev.ccproxy.check.file;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a host says about where it is. */
final class Hosts {
  private static final Pattern PRIVATE =
      Pattern.compile("(?:10|192\\.168|172\\.(?:1[6-9]|2[0-9]|3[01]))\\.[0-9.]+");

  private Hosts() {}

  /** Loopback, by name or number. */
  static boolean isLoopback(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.endsWith(".localhost")
        || lower.startsWith("127.")
        || lower.equals("[::1]")
        || lower.equals("::1");
  }

  /** Loopback, or a name under which people reach this machine. */
  static boolean isThisMachine(String host) {
    return isLoopback(host)
        || host.equals("0.0.0.0")
        || host.equalsIgnoreCase("host.docker.internal");
  }

  /** Loopback, a private network, or a name without a dot: no server of a vendor. */
  static boolean isPrivate(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return isThisMachine(lower)
        || lower.indexOf('.') < 0
        || PRIVATE.matcher(lower).matches()
        || lower.endsWith(".local")
        || lower.endsWith(".internal");
  }
}
