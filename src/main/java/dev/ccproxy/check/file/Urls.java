package dev.ccproxy.check.file;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Parts of addresses that people typed; empty where there is no such part. */
final class Urls {
  private Urls() {}

  /** The host in lower case. */
  static String host(String url) {
    try {
      String host = new URI(url.strip()).getHost();
      return host == null ? hostOfUnusual(url) : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** Of names with an underscore, which Docker has and java.net does not take for hosts. */
  private static String hostOfUnusual(String url) {
    int start = url.indexOf("://");
    if (start < 0) {
      return "";
    }
    int from = start + 3;
    int end = from;
    while (end < url.length() && "/:?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(from, end).toLowerCase(Locale.ROOT);
  }

  /** The path without slashes at its end. */
  static String path(String url) {
    String path = rawPath(url);
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** The path as it is written. */
  static String rawPath(String url) {
    try {
      String path = new URI(url.strip()).getRawPath();
      return path == null ? "" : path;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** The port that is written; -1 where none is. */
  static int port(String url) {
    try {
      return new URI(url.strip()).getPort();
    } catch (URISyntaxException e) {
      return -1;
    }
  }

  static boolean sameHost(String one, String other) {
    String host = host(one);
    return !host.isEmpty() && host.equals(host(other));
  }

  static boolean hasScheme(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }
}
