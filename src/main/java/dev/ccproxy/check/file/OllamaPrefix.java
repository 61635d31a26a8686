package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;
import java.util.Locale;

/** The prefix with which LiteLLM writes tools into the prompt ({@code litellm.md} 3.3). */
public final class OllamaPrefix extends GatewayCheck {
  /** For the list of checks. */
  public OllamaPrefix() {
    super(
        "CCP-S206",
        "ollama-prefix",
        "Models of Ollama are reached by the prefix that has tools",
        Layer.TRANSLATOR);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    Spots spots = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      if (deployment.provider().equals("ollama")
          && !DropParamsMissing.isNotForChat(deployment)
          && !isForEmbeddings(deployment)) {
        boolean named = !deployment.parameterText("custom_llm_provider").isEmpty();
        spots.add(deployment, named ? "custom_llm_provider" : "model");
        Gateway.reroute(spots.repair(), deployment, "ollama_chat");
      }
    }
    if (spots.isEmpty()) {
      return;
    }
    found.add(
        at(
                finding(Severity.ERROR, "The prefix ollama/ of " + spots.names() + " has no tools"),
                spots)
            .cause(
                "With ollama/ LiteLLM calls /api/generate, writes the client's tools into the"
                    + " prompt and forces every answer into JSON; ollama_chat/ calls /api/chat with"
                    + " real tools.")
            .impact(
                "Tool calls come back as text and are printed instead of executed, plain answers"
                    + " arrive as JSON")
            .fix(
                spots
                    .repair()
                    .fix(
                        Fix.Kind.SAFE,
                        "write ollama_chat/ instead of ollama/ and restart LiteLLM",
                        gateway.start()))
            .explains("CCP-L601", "CCP-L602", "CCP-L603", "CCP-L605", "CCP-L606")
            .build());
  }

  private static boolean isForEmbeddings(Deployment deployment) {
    String model = deployment.model().toLowerCase(Locale.ROOT);
    return model.contains("embed") || model.contains("minilm") || model.contains("bge-");
  }
}
