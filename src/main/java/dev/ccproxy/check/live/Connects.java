package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.wire.Severity;

/** Whether anything answers at the client's address. */
final class Connects extends EndpointCheck {

  Connects() {
    super(
        "CCP-L101",
        "nothing-answers",
        "does anything answer at the address",
        Layer.NETWORK,
        Group.REACH,
        Mode.QUICK);
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange hello = chain.hello();
    Failure failure = hello.failure();
    if (failure == null || hello.status() > 0) {
      return LiveResult.OK;
    }
    if (failure instanceof Failure.TlsFailed
        || failure instanceof Failure.NotHttp
        || failure instanceof Failure.ProxyRefused
        || failure instanceof Failure.BadProxy) {
      // The checks of TLS and of the proxy tell.
      return LiveResult.OK;
    }
    String where = chain.requests().endpoint().origin().toString();
    Finding.Builder finding;
    if (failure instanceof Failure.Refused) {
      boolean here = chain.client().url().isLoopback();
      finding =
          finding(Severity.ERROR, "Nothing listens at " + where)
              .cause(
                  here
                      ? "The gateway is not running, did not start, or listens on another port."
                      : "The port is closed, or a firewall refuses the connection.")
              .impact("The client reports a refused connection and blames a firewall or proxy.")
              .fix(
                  here
                      ? Fix.manual(
                          "Start the gateway and look at its first lines, or correct the port in"
                              + " ANTHROPIC_BASE_URL",
                          "ccproxy up")
                      : Fix.manual("Check host and port in ANTHROPIC_BASE_URL"));
    } else if (failure instanceof Failure.NameNotFound) {
      finding =
          finding(Severity.ERROR, "The host of the base URL has no address: " + failure.text())
              .cause("The name is misspelt, or the name service of this machine does not know it.")
              .impact("The client cannot connect.")
              .fix(Fix.manual("Correct the host in ANTHROPIC_BASE_URL"));
    } else if (failure instanceof Failure.TimedOut) {
      finding =
          finding(Severity.ERROR, where + ": " + failure.text())
              .confidence(Confidence.LIKELY)
              .cause(
                  "Something takes the connection or drops the packets, and no answer comes back.")
              .impact("The client waits, then retries.")
              .fix(Fix.manual("Look whether the gateway hangs, or a firewall is in between"));
    } else {
      finding =
          finding(Severity.ERROR, where + ": " + failure.text())
              .cause("The connection does not come about, or ends before an answer.")
              .impact("The client reports a connection error.")
              .fix(Fix.manual("Look at the server behind ANTHROPIC_BASE_URL"));
    }
    EffectiveValue base = chain.client().baseUrl().orElse(null);
    if (base != null) {
      finding.evidence(Evidence.of(base));
    }
    return LiveResult.of(
        finding
            .explains("CCP-S402")
            .evidence(new Evidence(Evidence.Kind.REQUEST, Reading.name(hello), failure.text()))
            .build());
  }
}
