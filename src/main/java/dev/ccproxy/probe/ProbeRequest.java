package dev.ccproxy.probe;

import dev.ccproxy.wire.MessagesRequest;
import dev.ccproxy.wire.ResponseHead.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request. Immutable; holds no key in readable form, so it may be logged. */
public final class ProbeRequest {
  /** How tokens of a subscription begin; they go to their vendor alone, whatever is configured. */
  private static final String SUBSCRIPTION = "sk-ant-oat";

  private final String id;
  private final String method;
  private final Target target;
  private final List<Header> headers;
  private final List<Credential> credentials;
  private final byte @Nullable [] body;
  private final boolean stream;

  /**
   * A request.
   *
   * @param id its name in the sheet of requests, for example {@code Q01}
   * @param method in capitals
   * @param headers fields without any credential; the transport adds host, length and connection
   * @param credentials each bound to its origin
   * @param body JSON bytes, null for none
   * @param stream whether the answer should be an event stream
   */
  public ProbeRequest(
      String id,
      String method,
      Target target,
      List<Header> headers,
      List<Credential> credentials,
      byte @Nullable [] body,
      boolean stream) {
    this.id = id;
    this.method = method;
    this.target = target;
    this.headers = List.copyOf(headers);
    this.credentials = List.copyOf(credentials);
    this.body = body == null ? null : body.clone();
    this.stream = stream;
  }

  /** A GET without body. */
  public static ProbeRequest get(String id, Target target, List<Header> headers) {
    return new ProbeRequest(id, "GET", target, headers, List.of(), null, false);
  }

  /** The same with these credentials instead. */
  public ProbeRequest withCredentials(List<Credential> credentials) {
    return new ProbeRequest(id, method, target, headers, credentials, body, stream);
  }

  /** The same to another place. */
  public ProbeRequest withTarget(Target target) {
    return new ProbeRequest(id, method, target, headers, credentials, body, stream);
  }

  /** The same with another body. */
  ProbeRequest withBody(byte[] changed, boolean asStream) {
    return new ProbeRequest(id, method, target, headers, credentials, changed, asStream);
  }

  /** The same with a header set, or taken out where the value is null. */
  public ProbeRequest withHeader(String name, @Nullable String value) {
    List<Header> changed = new ArrayList<>();
    for (Header header : headers) {
      if (!header.name().equalsIgnoreCase(name)) {
        changed.add(header);
      }
    }
    if (value != null) {
      changed.add(new Header(name, value));
    }
    return new ProbeRequest(id, method, target, changed, credentials, body, stream);
  }

  /** Its name in the sheet of requests. */
  public String id() {
    return id;
  }

  /** The method, in capitals. */
  public String method() {
    return method;
  }

  /** Where it goes. */
  public Target target() {
    return target;
  }

  /** The fields without credentials. */
  public List<Header> headers() {
    return headers;
  }

  /** The credentials. */
  public List<Credential> credentials() {
    return credentials;
  }

  /** The body; empty where there is none. */
  public byte[] body() {
    return body == null ? new byte[0] : body.clone();
  }

  /** Bytes of the body; -1 where there is none. */
  public int bodyLength() {
    return body == null ? -1 : body.length;
  }

  /** Whether the answer should be an event stream. */
  public boolean stream() {
    return stream;
  }

  /** What an answer is judged by; null where the body is none of the Messages protocol. */
  public @Nullable MessagesRequest messages() {
    String path = target.path();
    int question = path.indexOf('?');
    if (body == null
        || !(question < 0 ? path : path.substring(0, question)).endsWith("/messages")) {
      return null;
    }
    try {
      return MessagesRequest.parse(body);
    } catch (MessagesRequest.UnreadableException e) {
      return null;
    }
  }

  /** The first thing that keeps it from being sent; null where nothing does. */
  @Nullable Failure refusal() {
    for (Header header : headers) {
      Failure.BadHeader bad = bad(header.name(), header.name(), 0, header.value());
      if (bad != null) {
        return bad;
      }
    }
    for (Credential credential : credentials) {
      if (!credential.origin().equals(target.origin())) {
        return new Failure.ForeignOrigin(
            credential.secret().name(), credential.origin(), target.origin());
      }
      if (credential.secret().reveal().startsWith(SUBSCRIPTION) && !target.origin().isVendor()) {
        return new Failure.ForeignOrigin(
            credential.secret().name(), WebOrigin.VENDOR, target.origin());
      }
      Failure.BadHeader bad =
          bad(
              credential.header(),
              credential.secret().name(),
              credential.prefix().length(),
              credential.value());
      if (bad != null) {
        return bad;
      }
    }
    return null;
  }

  private static Failure.@Nullable BadHeader bad(
      String name, String source, int prefix, String value) {
    if (name.isEmpty()) {
      return new Failure.BadHeader("", source, 0, "control");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean token =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!token) {
        return new Failure.BadHeader("", source, i, c <= ' ' ? "control" : "not-latin-1");
      }
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      String what =
          c == '\n' || c == '\r'
              ? "line-break"
              : (c < ' ' && c != '\t') || c == 0x7F
                  ? "control"
                  : c > 0xFF || (c > 0x7F && c < 0xA0) ? "not-latin-1" : null;
      if (what != null) {
        return new Failure.BadHeader(
            name.toLowerCase(Locale.ROOT), source, Math.max(0, i - prefix), what);
      }
    }
    return null;
  }

  /** Name, method and place. */
  @Override
  public String toString() {
    return id + " " + method + " " + target;
  }
}
