package dev.ccproxy.check.file;

import java.util.Locale;

/** What the name of a host says about where it is. */
final class Hosts {
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
        || lower.startsWith("10.")
        || lower.startsWith("192.168.")
        || lower.endsWith(".local")
        || lower.endsWith(".internal")
        || isPrivate172(lower);
  }

  private static boolean isPrivate172(String host) {
    if (!host.startsWith("172.")) {
      return false;
    }
    int dot = host.indexOf('.', 4);
    String second = dot < 0 ? "" : host.substring(4, dot);
    return second.length() == 2 && second.compareTo("16") >= 0 && second.compareTo("31") <= 0;
  }
}
