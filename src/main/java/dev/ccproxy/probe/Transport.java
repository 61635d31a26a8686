package dev.ccproxy.probe;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.probe.Failure.Bound;
import dev.ccproxy.wire.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP/1.1 on sockets of its own. Follows no redirect. Sends nothing twice, but
 * for one case that the {@link Answer} tells: a kept connection that was closed before the first
 * byte of the answer. A credential goes to the origin of its own configuration entry and to no
 * other. Everything is bounded: each stage, check and run in time, head, body and unpacked body in
 * size.
 *
 * <p>Thread-safe: exchanges may run side by side, each on a connection of its own; connections are
 * kept and used again.
 */
public final class Transport implements AutoCloseable {
  /** How long a run may take where nobody says otherwise. */
  public static final Duration RUN = Duration.ofMinutes(10);

  /** Bytes of a body that is no event stream. */
  public static final int LARGEST_BODY = 8 * 1024 * 1024;

  /** Bytes of an event stream, and of a body that was unpacked. */
  public static final int LARGEST_STREAM = 16 * 1024 * 1024;

  private static final int MOST_INTERIM = 8;
  private static final int KEPT_LINKS = 8;
  private static final int BUFFER = 8 * 1024;

  private final Connector connector;
  private final Watchdog watchdog;
  private final String userAgent;
  private final Map<WebOrigin, Deque<Link>> kept = new HashMap<>();
  private boolean closed;

  Transport(Resolver resolver, ProxyRules proxies, Trust trust, String userAgent, Duration run) {
    this.connector = new Connector(resolver, proxies, trust, userAgent);
    this.watchdog = new Watchdog(run);
    this.userAgent = userAgent;
  }

  /**
   * A transport for one run, whose clock starts now; it takes the proxies that the client takes and
   * trusts whom the client trusts.
   *
   * @param version of this program, for the user agent {@code ccproxy-doctor/VERSION}
   * @param run how long all exchanges together may take
   */
  public static Transport open(Workspace workspace, String version, Duration run) {
    ClientFacts facts = workspace.clientFacts();
    String extra = workspace.settings().text("NODE_EXTRA_CA_CERTS");
    return new Transport(
        Resolver.SYSTEM,
        ProxyRules.of(workspace.settings(), facts.release(workspace.client().behavesLike(facts))),
        Trust.ofMachine(extra.isEmpty() ? null : extra),
        "ccproxy-doctor/" + version,
        run);
  }

  /** The rules by which the proxy is chosen. */
  public ProxyRules proxies() {
    return connector.proxies();
  }

  /** Sends a request with the usual deadlines. */
  public Answer send(ProbeRequest request) {
    return send(request, Deadlines.DEFAULT);
  }

  /**
   * Sends a request and reads the answer. Blocks until it is there or a deadline is over; never
   * throws for what the network or the other side does.
   */
  public Answer send(ProbeRequest request, Deadlines deadlines) {
    Timings.Clock clock = new Timings.Clock();
    Failure refusal = request.refusal();
    WebOrigin origin = request.target().origin();
    if (refusal != null) {
      return new Exchange(request, clock, Route.none(null)).answer(refusal, false);
    }
    try (Watchdog.Watch watch = watchdog.watch(deadlines)) {
      Link link = take(origin);
      boolean repeated = false;
      while (true) {
        boolean reused = link != null;
        if (link == null) {
          try {
            link = connector.open(origin, watch, clock);
          } catch (Connector.NotConnected e) {
            return new Exchange(request, clock, e.route()).answer(e.failure(), repeated);
          }
        } else {
          watch.guards(link.socket());
        }
        Exchange exchange =
            new Exchange(request, clock, reused ? link.route().again() : link.route());
        Failure failure = exchange.run(link, watch);
        if (exchange.reusable && failure == null) {
          keep(origin, link);
        } else {
          link.end();
        }
        if (reused && failure instanceof Failure.ConnectionLost lost && lost.received() == 0) {
          repeated = true;
          link = null;
          continue;
        }
        return exchange.answer(failure, repeated);
      }
    }
  }

  private synchronized @Nullable Link take(WebOrigin origin) {
    Deque<Link> links = kept.get(origin);
    while (links != null && !links.isEmpty()) {
      Link link = links.removeLast();
      if (link.usable()) {
        return link;
      }
      link.end();
    }
    return null;
  }

  private synchronized void keep(WebOrigin origin, Link link) {
    Deque<Link> links = kept.computeIfAbsent(origin, key -> new ArrayDeque<>());
    if (closed || links.size() >= KEPT_LINKS) {
      link.end();
    } else {
      links.addLast(link);
    }
  }

  /** Ends all exchanges at once, and all later ones with {@link Failure.Cancelled}. */
  public void cancel() {
    watchdog.cancel();
  }

  /** Ends everything. */
  @Override
  public synchronized void close() {
    closed = true;
    watchdog.close();
    for (Deque<Link> links : kept.values()) {
      for (Link link : links) {
        link.end();
      }
    }
    kept.clear();
  }

  /** One request on one connection. */
  private final class Exchange {
    private final ProbeRequest request;
    private final Timings.Clock clock;
    private final Route route;
    private final Arrivals arrivals = new Arrivals();
    private @Nullable ResponseHead head;
    private Body body = Body.EMPTY;
    private String unpacked = "";
    private boolean reusable;

    Exchange(ProbeRequest request, Timings.Clock clock, Route route) {
      this.request = request;
      this.clock = clock;
      this.route = route;
    }

    Answer answer(@Nullable Failure failure, boolean repeated) {
      return new Answer(
          request, head, body, unpacked, clock.stop(), arrivals, route, repeated, failure);
    }

    /** Null where a whole answer came. */
    @Nullable Failure run(Link link, Watchdog.Watch watch) {
      Link.Watched input = null;
      try {
        input = link.input();
        input.begin(watch);
        return talk(link, input, watch);
      } catch (IOException | HttpException e) {
        Failure ended = watch.failure();
        return ended == null ? failure(e, input, watch.stage()) : ended;
      } finally {
        if (input != null) {
          input.finish();
        }
      }
    }

    private @Nullable Failure talk(Link link, Link.Watched input, Watchdog.Watch watch)
        throws IOException, HttpException {
      BasicClassicHttpRequest sent = message(route.proxy());
      clock.enter(Stage.WRITE);
      watch.enter(Stage.WRITE, watch.deadlines().write());
      IOException notSent = null;
      try {
        link.sendRequestHeader(sent);
        link.sendRequestEntity(sent);
        link.flush();
      } catch (IOException e) {
        if (watch.failure() != null) {
          throw e;
        }
        // A server that refuses a large body closes its side early; what it said may still be
        // there.
        notSent = e;
      }
      clock.enter(Stage.FIRST_BYTE);
      watch.enter(Stage.FIRST_BYTE, watch.deadlines().firstByte());
      long start = System.nanoTime();
      ClassicHttpResponse response;
      try {
        response = receive(link);
      } catch (IOException | HttpException e) {
        Failure ended = watch.failure();
        if (input.firstAt() != 0) {
          clock.enter(Stage.HEAD, input.firstAt());
        } else if (notSent != null && ended == null) {
          return new Failure.ConnectionLost(Stage.WRITE, 0, false);
        }
        throw e;
      }
      input.headEnds();
      clock.enter(Stage.HEAD, input.firstAt() == 0 ? start : input.firstAt());
      clock.enter(Stage.BODY);
      watch.enter(Stage.BODY, watch.deadlines().idle());
      ResponseHead read = head(response);
      head = read;
      Failure failure = body(link, response, read, input, watch, start);
      reusable =
          notSent == null
              && failure == null
              && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
                  sent, response, HttpCoreContext.create());
      return failure;
    }

    private BasicClassicHttpRequest message(@Nullable WebOrigin proxy) {
      WebOrigin origin = request.target().origin();
      BasicClassicHttpRequest message =
          new BasicClassicHttpRequest(
              request.method(),
              origin.secure() ? "https" : "http",
              new URIAuthority(origin.host(), origin.port()),
              proxy == null || origin.secure()
                  ? request.target().path()
                  : origin + request.target().path());
      message.addHeader("Host", origin.authority());
      message.addHeader("Connection", "keep-alive");
      boolean agent = false;
      for (ResponseHead.Header field : request.headers()) {
        message.addHeader(field.name(), field.value());
        agent |= field.name().equalsIgnoreCase("user-agent");
      }
      if (!agent) {
        message.addHeader("User-Agent", userAgent);
      }
      if (!message.containsHeader("accept-encoding")) {
        message.addHeader("Accept-Encoding", "identity");
      }
      for (Credential credential : request.credentials()) {
        message.addHeader(credential.header(), credential.value());
      }
      if (proxy != null
          && !origin.secure()
          && connector.proxies().proxyFor(origin) instanceof ProxyRules.Proxy known
          && known.login() != null) {
        message.addHeader("Proxy-Authorization", known.login().value());
      }
      if (request.bodyLength() >= 0) {
        message.addHeader("Content-Length", Integer.toString(request.bodyLength()));
        message.setEntity(new Bytes(request.body()));
      }
      return message;
    }

    /** The head of the final answer; a few interim ones may come before it. */
    private ClassicHttpResponse receive(Link link) throws IOException, HttpException {
      ClassicHttpResponse response = link.receiveResponseHeader();
      for (int i = 0;
          i < MOST_INTERIM && response.getCode() < 200 && response.getCode() != 101;
          i++) {
        response = link.receiveResponseHeader();
      }
      return response;
    }

    private ResponseHead head(ClassicHttpResponse response) {
      List<ResponseHead.Header> fields = new ArrayList<>();
      for (Header field : response.getHeaders()) {
        fields.add(
            new ResponseHead.Header(
                field.getName(), field.getValue() == null ? "" : field.getValue().strip()));
      }
      return new ResponseHead(response.getCode(), fields);
    }

    private @Nullable Failure body(
        Link link,
        ClassicHttpResponse response,
        ResponseHead read,
        Link.Watched input,
        Watchdog.Watch watch,
        long start)
        throws IOException, HttpException {
      int status = response.getCode();
      if (request.method().equals("HEAD") || status == 204 || status == 304 || status < 200) {
        return null;
      }
      link.receiveResponseEntity(response);
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return null;
      }
      boolean stream = read.mediaType().equals("text/event-stream") || request.stream();
      int limit = stream ? LARGEST_STREAM : LARGEST_BODY;
      Body.Collector collected = new Body.Collector(limit);
      Failure failure = null;
      // Not closed: closing would read the rest of a body that is too large.
      InputStream in = entity.getContent();
      try {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0 && failure == null; n = in.read(buffer)) {
          boolean fits = collected.add(buffer, n);
          arrivals.add(Math.max(0, input.lastAt() - start), collected.length());
          if (!fits) {
            failure = new Failure.TooMuch(Bound.BODY, limit);
            break;
          }
        }
      } catch (IOException e) {
        Failure ended = watch.failure();
        failure = ended == null ? failure(e, input, Stage.BODY) : ended;
      }
      body = collected.body();
      String coding = read.header("content-encoding");
      if (coding != null && Unpacker.knows(coding) && body.length() > 0) {
        Unpacker.Result result = Unpacker.unpack(body, coding, LARGEST_STREAM);
        body = result.body();
        unpacked = coding.strip().toLowerCase(Locale.ROOT);
        failure = failure == null ? result.failure() : failure;
      }
      return failure;
    }

    private Failure failure(Exception e, Link.@Nullable Watched input, Stage stage) {
      long received = input == null ? 0 : input.count();
      Stage where = stage == Stage.FIRST_BYTE && received > 0 ? Stage.HEAD : stage;
      if (e instanceof Link.HeadTooLarge) {
        return new Failure.TooMuch(Bound.HEAD, Link.LARGEST_HEAD);
      }
      if (e instanceof TruncatedChunkException || e instanceof ConnectionClosedException) {
        return new Failure.ConnectionLost(where, received, true);
      }
      if (e instanceof MalformedChunkCodingException) {
        // The end of the connection inside of a chunk is told by the same class.
        String words = e.getMessage() == null ? "" : e.getMessage();
        return words.contains("CRLF expected at end of chunk")
            ? new Failure.ConnectionLost(where, received, true)
            : new Failure.Malformed(where, "a chunk of the body is damaged");
      }
      boolean http = input != null && startsAsHttp(input.first());
      if (received > 0 && where != Stage.BODY && !http) {
        byte[] first = input == null ? new byte[0] : input.first();
        return NotHttpSniffer.failure(first, first.length);
      }
      if (e instanceof MessageConstraintException) {
        return new Failure.TooMuch(Bound.HEAD, Link.LARGEST_HEAD);
      }
      if (e instanceof HttpException) {
        return new Failure.Malformed(where, "the head cannot be read");
      }
      boolean reset = e instanceof SocketException || e.getCause() instanceof SocketException;
      return new Failure.ConnectionLost(where, received, !reset);
    }
  }

  private static boolean startsAsHttp(byte[] first) {
    byte[] name = {'H', 'T', 'T', 'P', '/', '1', '.'};
    int start = 0;
    while (start < first.length && (first[start] == '\r' || first[start] == '\n')) {
      start++;
    }
    for (int i = 0; i < name.length && start + i < first.length; i++) {
      if (first[start + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  /** A body whose bytes are sent as they are, without a content type of its own. */
  private static final class Bytes extends org.apache.hc.core5.http.io.entity.AbstractHttpEntity {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      super((String) null, null);
      this.bytes = bytes;
    }

    @Override
    public long getContentLength() {
      return bytes.length;
    }

    @Override
    public boolean isStreaming() {
      return false;
    }

    @Override
    public InputStream getContent() {
      return new java.io.ByteArrayInputStream(bytes);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }

    @Override
    public void close() {}
  }
}
