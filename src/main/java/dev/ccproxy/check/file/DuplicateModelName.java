package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several deployments of one name share its requests at random ({@code litellm.md} 4.2). Meant for
 * the same model on several servers; with different models it is usually an accident.
 */
public final class DuplicateModelName extends GatewayCheck {
  /** What people set when they mean to spread requests. */
  private static final List<String> ON_PURPOSE =
      List.of("weight", "order", "tags", "rpm", "tpm", "max_parallel_requests");

  /** Behind these prefixes stand names that the user gave, so they tell nothing. */
  private static final List<String> OWN_NAMES =
      List.of(
          "azure", "azure_ai", "sagemaker", "sagemaker_chat", "bedrock", "vertex_ai", "databricks");

  /** Enough to see that it is a habit. */
  private static final int MOST_FINDINGS = 10;

  /** For the list of checks. */
  public DuplicateModelName() {
    super(
        "CCP-S207",
        "duplicate-model-name",
        "Deployments of one name serve one model",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    Map<String, List<Deployment>> byName = new LinkedHashMap<>();
    for (Deployment deployment : gateway.deployments()) {
      if (!deployment.name().isEmpty() && !deployment.isWildcard()) {
        byName.computeIfAbsent(deployment.name(), n -> new ArrayList<>(1)).add(deployment);
      }
    }
    boolean strategy = gateway.config().setting("router_settings", "routing_strategy").isPresent();
    for (List<Deployment> group : byName.values()) {
      if (!strategy && found.size() < MOST_FINDINGS && isAccident(group)) {
        found.add(accident(gateway, group));
      }
    }
  }

  private static boolean isAccident(List<Deployment> group) {
    Deployment first = group.get(0);
    boolean differs = false;
    for (Deployment deployment : group) {
      if (OWN_NAMES.contains(deployment.provider())
          || !deployment.provider().equals(first.provider())
          || !deployment.apiBase().equals(first.apiBase())
          || deployment.info("base_model").isPresent()) {
        return false;
      }
      for (String key : ON_PURPOSE) {
        if (deployment.parameter(key).isPresent()) {
          return false;
        }
      }
      differs |= !deployment.model().equals(first.model());
    }
    return differs;
  }

  private Finding accident(Gateway gateway, List<Deployment> group) {
    Places places = new Places();
    List<String> models = new ArrayList<>();
    for (Deployment deployment : group) {
      if (places.hasRoom()) {
        places.add(deployment.placeOf("model"));
      } else {
        places.count();
      }
      models.add(deployment.model());
    }
    return at(
            finding(
                Severity.WARNING,
                "The name \"" + group.get(0).name() + "\" stands for " + names(models)),
            places)
        .confidence(Confidence.LIKELY)
        .cause("LiteLLM chooses one of the deployments of a name at random for each request.")
        .impact("Turns of one conversation are answered by different models")
        .fix(
            Fix.manual(
                "give each model a model_name of its own and restart LiteLLM", gateway.start()))
        .subject(group.get(0).name())
        .build();
  }
}
