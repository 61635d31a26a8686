package dev.ccproxy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An address that a client or a gateway gets as base. Typed by people, so what is certainly meant
 * is repaired and said, and what is not is refused with the reason.
 *
 * @param url the address to write: no trailing slash, scheme in lower case
 * @param repairs what was put right, each a full sentence; empty where nothing was
 */
public record BaseUrl(String url, List<String> repairs) {

  /** Who reads the address. */
  public enum Reader {
    /**
     * The client, and LiteLLM where it needs the root: {@code /v1/messages} or the provider's own
     * path is appended.
     */
    CLIENT,
    /**
     * LiteLLM for an OpenAI-compatible server: appends {@code /chat/completions} or {@code
     * /responses}.
     */
    OPENAI_COMPATIBLE,
    /** LiteLLM for a provider whose protocol it knows: appends its own path to the root. */
    PROVIDER_ROOT
  }

  /** Why an address cannot be used. */
  public static final class NotUsable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String next;

    NotUsable(String reason, String next) {
      super(reason);
      this.next = next;
    }

    /** What to do. */
    public String next() {
      return next;
    }
  }

  /**
   * Checks and repairs what was typed. Nothing is looked up or connected to.
   *
   * @throws NotUsable when it cannot be repaired for certain; the message never holds user name,
   *     password or query
   */
  public static BaseUrl of(String typed, Reader reader) throws NotUsable {
    List<String> repairs = new ArrayList<>();
    String text = typed.strip();
    if (text.length() >= 2 && isQuote(text.charAt(0)) && isQuote(text.charAt(text.length() - 1))) {
      text = text.substring(1, text.length() - 1).strip();
      repairs.add("The quotes around the URL were removed.");
    }
    if (text.isEmpty()) {
      throw new NotUsable("the URL is empty", "give one such as http://127.0.0.1:8080");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7F || text.charAt(i) == '\\') {
        throw new NotUsable(
            "the URL has a blank, a backslash or a control character in it",
            "give one such as http://127.0.0.1:8080");
      }
    }
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (lower.startsWith("http:")
          || lower.startsWith("https:")
          || lower.startsWith("http/")
          || lower.startsWith("https/")) {
        throw new NotUsable("the URL has a damaged scheme", "begin it with http:// or https://");
      }
      String host = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
      String assumed = isLocal(withoutPort(host)) ? "http" : "https";
      text = assumed + "://" + text;
      repairs.add("The URL has no scheme; " + assumed + ":// was put in front.");
      scheme = assumed.length();
    }
    String schemeName = text.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!schemeName.equals("http") && !schemeName.equals("https")) {
      throw new NotUsable(
          "the URL must begin with http:// or https://", "give one such as http://127.0.0.1:8080");
    }
    text = schemeName + text.substring(scheme);
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new NotUsable("this is no URL", "give one such as http://127.0.0.1:8080");
    }
    if (uri.getRawUserInfo() != null) {
      throw new NotUsable(
          "the URL holds a user name or password, which would stand in a settings file and in logs",
          "leave it out and give the key through the provider's variable or --key-file");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new NotUsable(
          "the URL has a query or fragment; the path that is appended would end up in it",
          "leave out everything from the ? or # on");
    }
    Authority authority = Authority.of(uri);
    String root =
        schemeName
            + "://"
            + authority.host()
            + (authority.port() < 0 ? "" : ":" + authority.port());
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new BaseUrl(root + repairedPath(path, reader, repairs), List.copyOf(repairs));
  }

  private static String repairedPath(String typed, Reader reader, List<String> repairs) {
    String path = withoutSlashes(typed);
    for (String call : new String[] {"/messages", "/chat/completions", "/responses"}) {
      if (path.endsWith(call)) {
        path = withoutSlashes(path.substring(0, path.length() - call.length()));
        repairs.add(call + " at the end of the URL was removed: it is appended for each request.");
      }
    }
    if (reader == Reader.CLIENT && path.endsWith("/v1")) {
      path = withoutSlashes(path.substring(0, path.length() - "/v1".length()));
      repairs.add("/v1 at the end of the URL was removed: it is appended for each request.");
    } else if (reader == Reader.OPENAI_COMPATIBLE && path.isEmpty()) {
      path = "/v1";
      repairs.add(
          "/v1 was put at the end of the URL, where OpenAI-compatible servers have their API.");
    }
    return path;
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static boolean isQuote(char c) {
    return c == '"'
        || c == '\''
        || c == '\u201c'
        || c == '\u201d'
        || c == '\u2018'
        || c == '\u2019';
  }

  private static String withoutPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return colon > hostAndPort.indexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
  }

  /** Whether the host of {@code url} is this machine. */
  public static boolean isLoopback(String url) {
    try {
      String host = new URI(url).getHost();
      return host != null && isLoopbackHost(host.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isLoopbackHost(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }

  /** Loopback and private addresses, where servers speak plain HTTP. */
  private static boolean isLocal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return isLoopbackHost(lower)
        || lower.startsWith("10.")
        || lower.startsWith("192.168.")
        || lower.equals("0.0.0.0")
        || lower.equals("host.docker.internal")
        || lower.endsWith(".local")
        || isPrivate172(lower);
  }

  private static boolean isPrivate172(String host) {
    if (!host.startsWith("172.")) {
      return false;
    }
    int dot = host.indexOf('.', 4);
    try {
      int second = Integer.parseInt(dot < 0 ? host.substring(4) : host.substring(4, dot));
      return second >= 16 && second <= 31;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * Host and port; also of names with an underscore, which java.net does not take for hosts and
   * Docker uses.
   */
  private record Authority(String host, int port) {

    static Authority of(URI uri) throws NotUsable {
      String text = uri.getRawAuthority();
      if (text == null || text.isEmpty()) {
        throw new NotUsable("the URL names no host", "give one such as http://127.0.0.1:8080");
      }
      int colon = text.lastIndexOf(':');
      boolean hasPort = colon > text.indexOf(']');
      String host = hasPort ? text.substring(0, colon) : text;
      int port = -1;
      if (hasPort) {
        try {
          port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
          port = 0;
        }
        if (port < 1 || port > 65535) {
          throw new NotUsable("the port of the URL is none", "give a port from 1 to 65535");
        }
      }
      boolean plain = !host.isEmpty();
      for (int i = 0; i < host.length(); i++) {
        char c = host.charAt(i);
        plain &= Character.isLetterOrDigit(c) || "-._[]:".indexOf(c) >= 0;
      }
      if (!plain) {
        throw new NotUsable("the URL names no host", "give one such as http://127.0.0.1:8080");
      }
      return new Authority(host.toLowerCase(Locale.ROOT), port);
    }
  }
}
