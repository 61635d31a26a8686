package dev.ccproxy.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections: name, TCP, the tunnel of a proxy, TLS. */
final class Connector {
  /** More addresses than this are not tried. */
  private static final int MOST_ADDRESSES = 8;

  private static final int LARGEST_PROXY_HEAD = 16 * 1024;

  private final Resolver resolver;
  private final ProxyRules proxies;
  private final Trust trust;
  private final String userAgent;

  Connector(Resolver resolver, ProxyRules proxies, Trust trust, String userAgent) {
    this.resolver = resolver;
    this.proxies = proxies;
    this.trust = trust;
    this.userAgent = userAgent;
  }

  /** No connection came about. */
  static final class NotConnected extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;
    private final transient Route route;

    NotConnected(Failure failure, Route route) {
      super(null, null, false, false);
      this.failure = failure;
      this.route = route;
    }

    Failure failure() {
      return failure;
    }

    Route route() {
      return route;
    }
  }

  ProxyRules proxies() {
    return proxies;
  }

  /** Opens a connection to an origin, over the proxy where the rules say so. */
  Link open(WebOrigin origin, Watchdog.Watch watch, Timings.Clock clock) throws NotConnected {
    Object chosen = proxies.proxyFor(origin);
    if (chosen instanceof Failure bad) {
      throw new NotConnected(bad, Route.none(null));
    }
    ProxyRules.Proxy proxy = chosen instanceof ProxyRules.Proxy known ? known : null;
    WebOrigin via = proxy == null ? null : proxy.origin();
    WebOrigin first = via == null ? origin : via;
    List<Route.Attempt> attempts = new ArrayList<>();
    try {
      Socket socket = connect(first, watch, clock, attempts);
      watch.guards(socket);
      TlsFacts facts = null;
      SSLSocket tls = null;
      if (proxy != null && first.secure()) {
        // TLS to the proxy itself; what is inside of it is plain or a tunnel.
        tls = handshake(socket, first, watch, clock).socket;
      }
      if (proxy != null && origin.secure()) {
        tunnel(tls == null ? socket : tls, origin, proxy, watch, clock);
      }
      if (origin.secure()) {
        Secured secured = handshake(tls == null ? socket : tls, origin, watch, clock);
        tls = secured.socket;
        facts = secured.facts;
      }
      return new Link(socket, tls, new Route(via, attempts, facts, false));
    } catch (Broken e) {
      Failure ended = watch.failure();
      throw new NotConnected(
          ended == null ? e.failure : ended, new Route(via, attempts, null, false));
    } catch (IOException e) {
      Failure ended = watch.failure();
      throw new NotConnected(
          ended == null ? new Failure.ConnectionLost(watch.stage(), 0, false) : ended,
          new Route(via, attempts, null, false));
    }
  }

  /** A stage failed for a known reason. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    Broken(Failure failure) {
      super(null, null, false, false);
      this.failure = failure;
    }
  }

  private Socket connect(
      WebOrigin origin, Watchdog.Watch watch, Timings.Clock clock, List<Route.Attempt> attempts)
      throws Broken {
    InetAddress[] addresses = lookUp(origin.host(), watch, clock);
    clock.enter(Stage.CONNECT);
    watch.enter(Stage.CONNECT, watch.deadlines().connect());
    List<String> refused = new ArrayList<>();
    Failure other = null;
    int count = Math.min(addresses.length, MOST_ADDRESSES);
    for (int i = 0; i < count; i++) {
      InetSocketAddress address = new InetSocketAddress(addresses[i], origin.port());
      String shown = shown(address);
      Failure failed = null;
      Socket socket = new Socket();
      watch.guards(socket);
      try {
        socket.setTcpNoDelay(true);
        // One dead address must not use up the time of the others.
        socket.connect(address, (int) Math.max(1, watch.millisLeft() / (count - i)));
        attempts.add(new Route.Attempt(shown, null));
        return socket;
      } catch (SocketTimeoutException e) {
        failed =
            new Failure.TimedOut(Stage.CONNECT, Failure.Scope.STAGE, watch.deadlines().connect());
      } catch (ConnectException e) {
        failed =
            words(e).contains("refused")
                ? new Failure.Refused(List.of(shown))
                : words(e).contains("timed out")
                    ? new Failure.TimedOut(
                        Stage.CONNECT, Failure.Scope.STAGE, watch.deadlines().connect())
                    : new Failure.Unreachable(shown, Bounded.line(words(e), 120));
      } catch (IOException e) {
        failed = new Failure.Unreachable(shown, Bounded.line(words(e), 120));
      }
      closeQuietly(socket);
      Failure ended = watch.failure();
      attempts.add(new Route.Attempt(shown, ended == null ? failed : ended));
      if (ended != null) {
        throw new Broken(ended);
      }
      if (failed instanceof Failure.Refused) {
        refused.add(shown);
      } else {
        // The first address is the one that the client tries first; but silence says more than no
        // way: the other kind may just not be there (IPv6 on an IPv4 network).
        boolean weightier =
            other instanceof Failure.Unreachable && failed instanceof Failure.TimedOut;
        other = other == null || weightier ? failed : other;
      }
    }
    if (other instanceof Failure.TimedOut || refused.isEmpty()) {
      throw new Broken(other == null ? new Failure.NameNotFound(origin.host(), false) : other);
    }
    throw new Broken(new Failure.Refused(refused));
  }

  private InetAddress[] lookUp(String host, Watchdog.Watch watch, Timings.Clock clock)
      throws Broken {
    byte[] number = IpAddress.parse(host);
    if (number != null) {
      try {
        return new InetAddress[] {InetAddress.getByAddress(number)};
      } catch (UnknownHostException e) {
        throw new Broken(new Failure.NameNotFound(host, false));
      }
    }
    clock.enter(Stage.NAME);
    watch.enter(Stage.NAME, watch.deadlines().name());
    CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
    // The system's look-up cannot be ended from outside; its thread is left behind where it hangs.
    Thread thread =
        new Thread(
            () -> {
              try {
                found.complete(resolver.lookUp(host));
              } catch (UnknownHostException | RuntimeException e) {
                found.completeExceptionally(e);
              }
            },
            "probe-name");
    thread.setDaemon(true);
    thread.start();
    try {
      while (true) {
        Failure ended = watch.failure();
        if (ended != null) {
          throw new Broken(ended);
        }
        try {
          InetAddress[] addresses =
              found.get(Math.min(50, watch.millisLeft()), TimeUnit.MILLISECONDS);
          if (addresses.length == 0) {
            throw new Broken(new Failure.NameNotFound(host, false));
          }
          return addresses;
        } catch (TimeoutException e) {
          // Looked at again: the run may have been cancelled.
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String words = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
      throw new Broken(new Failure.NameNotFound(host, words.contains("Temporary failure")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Broken(new Failure.Cancelled());
    }
  }

  private record Secured(SSLSocket socket, TlsFacts facts) {}

  private Secured handshake(
      Socket under, WebOrigin origin, Watchdog.Watch watch, Timings.Clock clock) throws Broken {
    clock.enter(Stage.TLS);
    watch.enter(Stage.TLS, watch.deadlines().tls());
    Handshake handshake = new Handshake(trust);
    try {
      SSLSocket socket = handshake.over(under, origin);
      return new Secured(socket, handshake.facts(socket));
    } catch (IOException e) {
      throw new Broken(handshake.failure(e));
    }
  }

  /** Asks an HTTP proxy for a tunnel. Its answer is read byte by byte: what follows is TLS. */
  private void tunnel(
      Socket socket,
      WebOrigin origin,
      ProxyRules.Proxy proxy,
      Watchdog.Watch watch,
      Timings.Clock clock)
      throws Broken, IOException {
    clock.enter(Stage.PROXY);
    watch.enter(Stage.PROXY, watch.deadlines().tls());
    StringBuilder head = new StringBuilder();
    head.append("CONNECT ").append(origin.hostAndPort()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(origin.hostAndPort()).append("\r\n");
    head.append("User-Agent: ").append(userAgent).append("\r\n");
    Credential login = proxy.login();
    if (login != null) {
      head.append("Proxy-Authorization: ").append(login.value()).append("\r\n");
    }
    OutputStream out = socket.getOutputStream();
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int c = in.read();
      if (c < 0) {
        throw new Broken(new Failure.ConnectionLost(Stage.PROXY, answer.size(), true));
      }
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
      answer.write(c);
      if (answer.size() > LARGEST_PROXY_HEAD) {
        throw new Broken(new Failure.TooMuch(Failure.Bound.HEAD, LARGEST_PROXY_HEAD));
      }
    }
    int status = status(answer.toString(StandardCharsets.ISO_8859_1));
    if (status < 0) {
      byte[] bytes = answer.toByteArray();
      throw new Broken(NotHttpSniffer.failure(bytes, Math.min(64, bytes.length)));
    }
    if (status < 200 || status > 299) {
      throw new Broken(new Failure.ProxyRefused(proxy.origin(), status));
    }
  }

  /** The status of a status line; -1 where it is none. */
  private static int status(String head) {
    if (!head.startsWith("HTTP/1.") || head.length() < 12 || head.charAt(8) != ' ') {
      return -1;
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = head.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      status = status * 10 + digit;
    }
    return status;
  }

  private static String shown(InetSocketAddress address) {
    String number = address.getAddress().getHostAddress();
    int zone = number.indexOf('%');
    String plain = zone < 0 ? number : number.substring(0, zone);
    return (plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain) + ":" + address.getPort();
  }

  private static String words(@Nullable Exception e) {
    String message = e == null ? null : e.getMessage();
    return message == null ? "" : message;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed as far as it can be.
    }
  }
}
