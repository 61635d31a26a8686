package dev.ccproxy.probe;

import java.time.Duration;
import java.util.List;

/**
 * Why there is no whole answer. Nothing in here holds a credential; texts of the other side are
 * short, and raw: whoever prints them sends them through the redaction sink.
 */
public sealed interface Failure {

  /** What happened, as the end of a sentence: "nothing listens on 127.0.0.1:4000". */
  String text();

  /**
   * A credential or header that cannot be sent; nothing was sent.
   *
   * @param header the header it is for
   * @param name what holds the value, usually a variable
   * @param position index of the bad character in the value, 0 for the first
   * @param character what it is: {@code line-break}, {@code control}, {@code not-latin-1}
   */
  record BadHeader(String header, String name, int position, String character) implements Failure {
    @Override
    public String text() {
      return "the value of "
          + name
          + " cannot be sent as header "
          + header
          + ": character "
          + (position + 1)
          + " is "
          + switch (character) {
            case "line-break" -> "a line break";
            case "control" -> "a control character";
            default -> "none that a header can hold";
          };
    }
  }

  /**
   * A key that belongs to another origin than the request; nothing was sent.
   *
   * @param name what the key is called
   */
  record ForeignOrigin(String name, WebOrigin bound, WebOrigin asked) implements Failure {
    @Override
    public String text() {
      return name + " belongs to " + bound + " and is not sent to " + asked;
    }
  }

  /**
   * The name has no address.
   *
   * @param temporary whether the name service itself could not be asked
   */
  record NameNotFound(String host, boolean temporary) implements Failure {
    @Override
    public String text() {
      return temporary
          ? "the name service did not answer for " + host
          : "no address is known for the name " + host;
    }
  }

  /**
   * Nothing listens there.
   *
   * @param addresses all addresses that were tried, with port
   */
  record Refused(List<String> addresses) implements Failure {
    /** Copies the list. */
    public Refused {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String text() {
      return "nothing listens on " + String.join(" or ", addresses);
    }
  }

  /**
   * There is no way to the address.
   *
   * @param reason as the system says it
   */
  record Unreachable(String address, String reason) implements Failure {
    @Override
    public String text() {
      return address + " cannot be reached: " + reason;
    }
  }

  /** What a deadline is for. */
  enum Scope {
    /** For the stage. */
    STAGE,
    /** For all that a check asks. */
    CHECK,
    /** For the whole run. */
    RUN
  }

  /**
   * It took too long.
   *
   * @param stage where it was when time ran out
   * @param limit the deadline that ran out
   */
  record TimedOut(Stage stage, Scope scope, Duration limit) implements Failure {
    @Override
    public String text() {
      String time =
          limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
      String what =
          switch (stage) {
            case NAME -> "the name was not found";
            case CONNECT -> "no connection came about";
            case PROXY -> "the proxy opened no tunnel";
            case TLS -> "the TLS handshake did not end";
            case WRITE -> "the request was not taken";
            case FIRST_BYTE -> "no answer came";
            case HEAD -> "the head of the answer did not end";
            case BODY -> "the answer did not go on";
          };
      return switch (scope) {
        case STAGE -> what + " within " + time;
        case CHECK -> what + " before the " + time + " of this check were over";
        case RUN -> what + " before the " + time + " of this run were over";
      };
    }
  }

  /** What is wrong with TLS. */
  enum TlsProblem {
    /** Signed by nobody that is trusted here. */
    UNKNOWN_CA,
    /** Signed by itself alone, and not trusted here. */
    SELF_SIGNED,
    /** The certificate has run out. */
    EXPIRED,
    /** The certificate does not count yet; the clock may be wrong. */
    NOT_YET_VALID,
    /** The certificate is for another name. */
    WRONG_HOST,
    /** The other side speaks plain HTTP. */
    PLAIN_HTTP,
    /** The other side speaks HTTP/2 only. */
    HTTP2_ONLY,
    /** No common version, a certificate that is too weak, an alert: see the detail. */
    HANDSHAKE
  }

  /**
   * The TLS handshake failed.
   *
   * @param issuer who signed the certificate, "" where none came
   * @param detail as the library or the other side says it
   */
  record TlsFailed(TlsProblem problem, String issuer, String detail) implements Failure {
    @Override
    public String text() {
      String by = issuer.isEmpty() ? "" : " (signed by " + issuer + ")";
      return switch (problem) {
        case UNKNOWN_CA -> "the certificate is signed by nobody that is trusted here" + by;
        case SELF_SIGNED -> "the certificate is signed by itself alone" + by;
        case EXPIRED -> "the certificate has run out" + by;
        case NOT_YET_VALID -> "the certificate does not count yet" + by;
        case WRONG_HOST -> "the certificate is for another name" + by;
        case PLAIN_HTTP -> "the port speaks plain HTTP, not https";
        case HTTP2_ONLY -> "the server speaks HTTP/2 only";
        case HANDSHAKE -> "the TLS handshake failed: " + detail;
      };
    }
  }

  /**
   * The connection ended before the answer was whole.
   *
   * @param stage where it was
   * @param received bytes of the answer until then, head included
   * @param orderly whether the other side closed it; else it was reset
   */
  record ConnectionLost(Stage stage, long received, boolean orderly) implements Failure {
    @Override
    public String text() {
      String how = orderly ? "the connection was closed" : "the connection was reset";
      return received == 0
          ? how + " before any answer"
          : how + " after " + received + " bytes of the answer";
    }
  }

  /** Who it is that does not speak HTTP/1.1. */
  enum Speaker {
    SSH,
    TLS,
    HTTP2,
    MAIL_OR_FTP,
    OTHER
  }

  /**
   * Something answers, and not in HTTP/1.1.
   *
   * @param firstBytes the first bytes, at most 64, everything but printable ASCII as a dot
   */
  record NotHttp(Speaker speaker, String firstBytes) implements Failure {
    @Override
    public String text() {
      return switch (speaker) {
        case SSH -> "an SSH server answers, no HTTP server";
        case TLS -> "the port speaks https, not plain HTTP";
        case HTTP2 -> "the server speaks HTTP/2 only";
        case MAIL_OR_FTP -> "a mail or FTP server answers, no HTTP server";
        case OTHER -> "what answers does not speak HTTP";
      };
    }
  }

  /** Something that an answer may not have too much of. */
  enum Bound {
    HEAD,
    BODY,
    UNPACKED
  }

  /**
   * The answer is larger than a probe reads.
   *
   * @param limit bytes
   */
  record TooMuch(Bound bound, long limit) implements Failure {
    @Override
    public String text() {
      return switch (bound) {
        case HEAD -> "the head of the answer is larger than " + limit + " bytes";
        case BODY -> "the answer is larger than " + limit + " bytes";
        case UNPACKED -> "the compressed answer unpacks to more than " + limit + " bytes";
      };
    }
  }

  /**
   * The answer is HTTP and breaks its rules: a damaged chunk, a wrong length, broken compression.
   *
   * @param detail what is wrong, in words of the library
   */
  record Malformed(Stage stage, String detail) implements Failure {
    @Override
    public String text() {
      return "the answer breaks the rules of HTTP: " + detail;
    }
  }

  /**
   * The proxy opens no tunnel.
   *
   * @param status what it answered
   */
  record ProxyRefused(WebOrigin proxy, int status) implements Failure {
    @Override
    public String text() {
      return "the proxy " + proxy + " refused the tunnel with status " + status;
    }
  }

  /**
   * The proxy variable cannot be used.
   *
   * @param variable its name
   * @param scheme what it begins with, "" when it is no URL at all
   */
  record BadProxy(String variable, String scheme) implements Failure {
    @Override
    public String text() {
      return scheme.isEmpty()
          ? variable + " is no URL of a proxy"
          : variable + " names a proxy of the kind " + scheme + ", which the client cannot use";
    }
  }

  /** The run was cancelled. */
  record Cancelled() implements Failure {
    @Override
    public String text() {
      return "the run was cancelled";
    }
  }
}
