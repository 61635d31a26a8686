package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.probe.WebOrigin;
import dev.ccproxy.wire.Severity;

/** Whether a proxy variable of the environment stands between the client and the endpoint. */
final class PassesProxy extends EndpointCheck {

  PassesProxy() {
    super(
        "CCP-L103",
        "proxy-in-between",
        "does a proxy of the environment answer instead of the endpoint",
        Layer.NETWORK,
        Group.REACH,
        Mode.QUICK,
        "CCP-L101");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange hello = chain.hello();
    WebOrigin proxy = hello.last().route().proxy();
    Failure failure = hello.failure();
    boolean refused =
        failure instanceof Failure.ProxyRefused || failure instanceof Failure.BadProxy;
    if (proxy == null && !refused) {
      return LiveResult.OK;
    }
    boolean here = chain.client().url().isLoopback();
    boolean page = hello.status() >= 400 && (hello.isHtml() || hello.status() >= 502);
    if (!refused && !(here && page) && failure == null) {
      return LiveResult.OK;
    }
    EffectiveValue variable = chain.client().proxy().variable();
    String name = variable == null ? "a proxy variable" : variable.name();
    Finding.Builder finding =
        finding(
                Severity.ERROR,
                here
                    ? name + " sends the requests for this machine to a proxy"
                    : "The proxy of " + name + " does not let the request through")
            .cause(
                here
                    ? "The client makes no exception for this machine, and NO_PROXY does not name"
                        + " it."
                    : "The proxy answers instead of the endpoint.")
            .impact("The client shows the proxy's error as if it were the model's.")
            .fix(
                Fix.manual(
                    "Add " + chain.client().url().host() + " to NO_PROXY, or unset " + name));
    if (variable != null) {
      finding.evidence(Evidence.of(variable));
    }
    return LiveResult.of(finding.evidence(Reading.response(hello)).build());
  }
}
