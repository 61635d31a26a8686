package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.ServedModels;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** What happens to a model that nobody serves: a refusal, or another model's answer. */
final class UnknownModel extends EndpointCheck {

  UnknownModel() {
    super(
        "CCP-L303",
        "unknown-model-answered",
        "is a model that nobody serves refused",
        Layer.GATEWAY,
        Group.MODELS,
        Mode.STANDARD,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.gateway().has(Gateway.Trait.ANY_MODEL)) {
      return LiveResult.skip(chain.whoAnswers() + " answers for every name");
    }
    Exchange exchange = chain.prober().askOnce(chain.requests().unknownModel(false));
    Message message = exchange.message();
    if (message == null) {
      return LiveResult.OK;
    }
    boolean other = !message.model().startsWith("ccp-no-such-model");
    boolean wanted = !other || !isKnownToServeAll(chain);
    return LiveResult.of(
        finding(
                wanted ? Severity.INFO : Severity.WARNING,
                "A model that nobody serves is answered"
                    + (other && !message.model().isEmpty() ? " by " + message.model() : ""))
            .spec(Severity.WARNING)
            .layer(chain.ownLayer())
            .confidence(Confidence.CERTAIN)
            .cause("Whoever answers takes another model instead of refusing the name.")
            .impact("A misspelt model is not noticed: another one answers, at its own price.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }

  /** Whether the gateway's files name everything that it serves, so that nothing else is meant. */
  private static boolean isKnownToServeAll(Chain chain) {
    LiteLlmConfig config = chain.files().destination().config();
    if (config == null || !ServedModels.of(config).isComplete()) {
      return false;
    }
    for (Deployment deployment : config.deployments()) {
      if (deployment.isWildcard()) {
        return false;
      }
    }
    return true;
  }
}
