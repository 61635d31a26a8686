package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.wire.Severity;
import java.util.List;

/** Whether the endpoint answers without any credential. Sends none, which is no wrong one. */
final class KeyEnforced extends EndpointCheck {

  KeyEnforced() {
    super(
        "CCP-L203",
        "open-endpoint",
        "does the endpoint ask for a credential",
        Layer.GATEWAY,
        Group.CREDENTIALS,
        Mode.STANDARD,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.requests().credentials().isEmpty()) {
      return LiveResult.skip("the client sends no credential");
    }
    if (chain.gateway().has(Gateway.Trait.LOCAL_MODEL_SERVER)) {
      return LiveResult.skip(chain.whoAnswers() + " asks for none unless told to");
    }
    Exchange exchange =
        chain.prober().askOnce(chain.requests().text(chain.model()).withCredentials(List.of()));
    // Any refusal will do: some releases of LiteLLM say 500 where they mean 401.
    if (!exchange.isAnswered() || exchange.message() == null) {
      return LiveResult.OK;
    }
    boolean here = chain.client().url().isLoopback();
    return LiveResult.of(
        finding(
                here ? Severity.INFO : Severity.WARNING,
                "The endpoint answers without a credential")
            .spec(Severity.WARNING)
            .layer(chain.ownLayer())
            .confidence(Confidence.CERTAIN)
            .cause("The same request without any key is answered like the one with it.")
            .impact(
                here
                    ? "Every program on this machine can use it, and what it costs."
                    : "Everybody who reaches the address can use it, and what it costs.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .fix(Fix.manual("Give the gateway a key of its own, for LiteLLM a master_key"))
            .build());
  }
}
