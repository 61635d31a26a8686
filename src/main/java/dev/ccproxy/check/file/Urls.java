package dev.ccproxy.check.file;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of addresses that people typed; empty where there is no such part. */
final class Urls {
  private static final Pattern HOST =
      Pattern.compile("://(?:[^/?#]*@)?([^/:?#]*)(?::([0-9]{1,5}))?");
  private static final Pattern SLASHES = Pattern.compile("/+\\z");

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
    Matcher host = HOST.matcher(url);
    return host.find() ? host.group(1).toLowerCase(Locale.ROOT) : "";
  }

  private static int portOfUnusual(String url) {
    Matcher host = HOST.matcher(url);
    return host.find() && host.group(2) != null ? Integer.parseInt(host.group(2)) : -1;
  }

  /** The path without slashes at its end. */
  static String path(String url) {
    return withoutSlashes(rawPath(url));
  }

  /** Without the slashes at its end. */
  static String withoutSlashes(String text) {
    return SLASHES.matcher(text).replaceFirst("");
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
      URI uri = new URI(url.strip());
      return uri.getHost() == null ? portOfUnusual(url) : uri.getPort();
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
