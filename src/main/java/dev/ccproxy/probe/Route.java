package dev.ccproxy.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way that an exchange took.
 *
 * @param proxy the proxy in between, null for none
 * @param attempts each connection attempt in order, the successful one last
 * @param tls the TLS connection to the origin, null for plain HTTP or where it did not come about
 * @param reused whether the connection was kept from an exchange before, so that it has no times of
 *     its own for name, connection and handshake
 */
public record Route(
    @Nullable WebOrigin proxy, List<Attempt> attempts, @Nullable TlsFacts tls, boolean reused) {

  /** Copies the list. */
  public Route {
    attempts = List.copyOf(attempts);
  }

  /** Nothing was connected. */
  static Route none(@Nullable WebOrigin proxy) {
    return new Route(proxy, List.of(), null, false);
  }

  /**
   * One attempt to connect.
   *
   * @param address number and port
   * @param failure null for the one that succeeded
   */
  public record Attempt(String address, @Nullable Failure failure) {}

  Route again() {
    return new Route(proxy, attempts, tls, true);
  }
}
