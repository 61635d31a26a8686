package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.ServedModels;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the gateway runs with the file that lies here: a model that the client asks for and the
 * file serves must be in the list of the running gateway.
 */
final class RunningConfig extends EndpointCheck {

  RunningConfig() {
    super(
        "CCP-S404",
        "running-config-differs",
        "does the gateway run with the file that lies here",
        Layer.GATEWAY,
        Group.GATEWAY,
        Mode.STANDARD,
        "CCP-L301");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    LiteLlmConfig config = chain.files().destination().config();
    if (config == null || !chain.gateway().isLiteLlm()) {
      return LiveResult.skip("no configuration of LiteLLM lies here");
    }
    Exchange exchange = chain.modelList();
    List<String> running = exchange.isAnswered() ? Chain.ids(exchange) : List.of();
    if (running.isEmpty()) {
      return LiveResult.skip("the gateway gives no list");
    }
    List<String> missing = new ArrayList<>();
    ServedModels served = ServedModels.of(config);
    for (String model : chain.models().keySet()) {
      Deployment deployment = served.deployment(model).orElse(null);
      if (deployment != null && deployment.name().equals(model) && !running.contains(model)) {
        missing.add(model);
      }
    }
    if (missing.isEmpty()) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.WARNING,
                "The running gateway does not know "
                    + String.join(", ", missing)
                    + ", which stands in its file")
            .confidence(Confidence.LIKELY)
            .cause("It was started before the file was changed, or with another file.")
            .impact("Requests for that model are refused.")
            .evidence(Reading.request(exchange))
            .evidence(
                new Evidence(Evidence.Kind.RESPONSE, "GET /v1/models", String.join(", ", running)))
            .fix(Fix.manual("Start the gateway again"))
            .explains("CCP-L302", "CCP-S106", "CCP-L301")
            .build());
  }
}
