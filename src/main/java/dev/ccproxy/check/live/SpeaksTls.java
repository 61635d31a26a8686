package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.wire.Severity;

/**
 * Whether the other side speaks the protocol of the base URL: https or plain HTTP, and HTTP/1.1.
 */
final class SpeaksTls extends EndpointCheck {

  SpeaksTls() {
    super(
        "CCP-L102",
        "tls-fails",
        "does the TLS connection, or the plain one, come about",
        Layer.NETWORK,
        Group.REACH,
        Mode.QUICK,
        "CCP-L101");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange hello = chain.hello();
    Failure failure = hello.failure();
    Finding.Builder finding;
    if (failure instanceof Failure.TlsFailed tls) {
      finding =
          finding(Severity.ERROR, failure.text())
              .cause(cause(tls))
              .impact("The client ends with a certificate or connection error.")
              .fix(Fix.manual(advice(tls)));
    } else if (failure instanceof Failure.NotHttp other) {
      finding =
          finding(Severity.ERROR, failure.text())
              .cause(
                  other.speaker() == Failure.Speaker.TLS
                      ? "The base URL begins with http:// and the port wants https."
                      : "Another program than a gateway listens at this address.")
              .impact("The client reports a connection error.")
              .fix(
                  Fix.manual(
                      other.speaker() == Failure.Speaker.TLS
                          ? "Write https:// in ANTHROPIC_BASE_URL"
                          : "Correct host and port in ANTHROPIC_BASE_URL"));
    } else {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding
            .evidence(new Evidence(Evidence.Kind.REQUEST, Reading.name(hello), failure.text()))
            .build());
  }

  private static String cause(Failure.TlsFailed tls) {
    return switch (tls.problem()) {
      case UNKNOWN_CA, SELF_SIGNED ->
          "The signer of the certificate is in none of the stores that are looked at here; a"
              + " company proxy that opens TLS looks like this too.";
      case EXPIRED, NOT_YET_VALID ->
          "The days of the certificate do not include today by this machine's clock.";
      case WRONG_HOST -> "The certificate does not name the host of the base URL.";
      case PLAIN_HTTP -> "The base URL begins with https:// and the port speaks plain HTTP.";
      case HTTP2_ONLY, HANDSHAKE -> "The two sides have no form of TLS and HTTP in common.";
    };
  }

  private static String advice(Failure.TlsFailed tls) {
    return switch (tls.problem()) {
      case UNKNOWN_CA, SELF_SIGNED ->
          "Put the signer's certificate into a file and name it in NODE_EXTRA_CA_CERTS";
      case EXPIRED, NOT_YET_VALID -> "Renew the certificate, or correct the clock";
      case WRONG_HOST -> "Use the host name that the certificate is for";
      case PLAIN_HTTP -> "Write http:// in ANTHROPIC_BASE_URL";
      case HTTP2_ONLY, HANDSHAKE ->
          "Ask whoever runs the server for HTTP/1.1 over TLS 1.2 or newer";
    };
  }
}
