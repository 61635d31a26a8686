package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the models that the client asks for are in the list that the endpoint gives. Lists are
 * often incomplete, so it says something only; whether a model answers is another check.
 */
final class ModelList extends EndpointCheck {
  /** Bytes; no list of models is that long. */
  private static final int LONG = 1024 * 1024;

  ModelList() {
    super(
        "CCP-L301",
        "model-not-listed",
        "are the client's models in the endpoint's list",
        Layer.CLIENT_CONFIG,
        Group.MODELS,
        Mode.STANDARD,
        "CCP-L201");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.gateway().has(Gateway.Trait.NO_MODEL_LIST)) {
      return LiveResult.skip(chain.whoAnswers() + " has no list of models");
    }
    Exchange exchange = chain.modelList();
    if (!exchange.isAnswered()) {
      return exchange.failure() instanceof Failure.TooMuch
          ? LiveResult.of(tooLong(exchange))
          : LiveResult.skip("no list: status " + exchange.status());
    }
    List<String> ids = Chain.ids(exchange);
    if (ids.isEmpty()) {
      return exchange.last().body().length() > LONG
          ? LiveResult.of(tooLong(exchange))
          : LiveResult.skip("the list holds no models");
    }
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, List<Tier>> model : chain.models().entrySet()) {
      if (!isIn(ids, model.getKey())) {
        findings.add(missing(exchange, model.getKey(), model.getValue().get(0), ids));
      }
    }
    return LiveResult.of(findings);
  }

  /** Exactly, or under a pattern of LiteLLM's. */
  static boolean isIn(List<String> ids, String model) {
    for (String id : ids) {
      int star = id.indexOf('*');
      if (id.equals(model) || (star >= 0 && model.startsWith(id.substring(0, star)))) {
        return true;
      }
    }
    return false;
  }

  private Finding missing(Exchange exchange, String model, Tier tier, List<String> ids) {
    String nearest = Nearest.of(model, ids).orElse("");
    return finding(Severity.INFO, "The list of models does not hold " + model)
        .confidence(Confidence.POSSIBLE)
        .cause(
            ids.size()
                + " models are listed"
                + (nearest.isEmpty() ? "." : "; the nearest name is " + nearest + "."))
        .impact("None if the model answers all the same: lists are often incomplete.")
        .evidence(Reading.request(exchange))
        .evidence(new Evidence(Evidence.Kind.RESPONSE, "GET /v1/models", ids.size() + " models"))
        .subject(tier.word())
        .build();
  }

  private Finding tooLong(Exchange exchange) {
    return finding(Severity.INFO, "The list of models is too long to be read")
        .confidence(Confidence.CERTAIN)
        .cause("It is larger than anything that a list of models can be.")
        .impact("A client that looks for models there gets none.")
        .evidence(Reading.request(exchange))
        .build();
  }
}
