package dev.ccproxy.probe;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.config.ClientProxy;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.redact.Secret;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request takes: the decision is the client's ({@link ClientProxy}), asked for each
 * host that a probe goes to.
 */
public final class ProxyRules {
  /** No proxy at all. */
  public static final ProxyRules NONE = new ProxyRules((host, port) -> new ClientProxy(null, null));

  private final Source source;

  /** Decides for a host. */
  @FunctionalInterface
  interface Source {
    /**
     * The decision.
     *
     * @param host in small letters, IPv6 in brackets
     */
    ClientProxy decide(String host, int port);
  }

  ProxyRules(Source source) {
    this.source = source;
  }

  /** The rules of a client with these settings in that release. */
  public static ProxyRules of(ClientSettings settings, ClientFacts.Release release) {
    return new ProxyRules((host, port) -> ClientProxy.of(settings, release, host, port));
  }

  /** The decision for an origin: the variable that names the proxy, the one that exempts. */
  public ClientProxy decision(WebOrigin origin) {
    String host = origin.host().indexOf(':') >= 0 ? "[" + origin.host() + "]" : origin.host();
    return source.decide(host, origin.port());
  }

  /** A proxy. */
  record Proxy(WebOrigin origin, @Nullable Credential login) {}

  /**
   * The proxy for an origin: a {@link Proxy}, the {@link Failure.BadProxy} of a variable that names
   * none, or null for a direct connection.
   */
  @Nullable Object proxyFor(WebOrigin origin) {
    ClientProxy decision = decision(origin);
    EffectiveValue variable = decision.variable();
    if (variable == null || decision.exemption() != null) {
      return null;
    }
    String text = variable.value().strip();
    if (decision.kind() != ClientProxy.Kind.HTTP) {
      int scheme = decision.kind() == ClientProxy.Kind.SOCKS ? text.indexOf("://") : 0;
      return new Failure.BadProxy(
          variable.name(), text.substring(0, Math.max(0, scheme)).toLowerCase(Locale.ROOT));
    }
    try {
      WebOrigin proxy = WebOrigin.of(text);
      Secret login = login(variable.name(), text);
      return new Proxy(proxy, login == null ? null : Credential.proxy(login, proxy));
    } catch (BadUrlException e) {
      return new Failure.BadProxy(variable.name(), "");
    }
  }

  /** The origin of the proxy for an origin; null where none is taken or it cannot be used. */
  public @Nullable WebOrigin originFor(WebOrigin origin) {
    return proxyFor(origin) instanceof Proxy proxy ? proxy.origin() : null;
  }

  /**
   * User name and password in the address of the proxy for an origin, as the redactor should know
   * them; null for none.
   */
  public @Nullable Secret loginFor(WebOrigin origin) {
    EffectiveValue variable = decision(origin).variable();
    return variable == null ? null : login(variable.name(), variable.value().strip());
  }

  private static @Nullable Secret login(String name, String text) {
    int scheme = text.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + 3;
    int end = start;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int at = text.lastIndexOf('@', end - 1);
    return at <= start ? null : new Secret(name, decoded(text.substring(start, at)));
  }

  private static String decoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        out.append((char) (high * 16 + low));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
