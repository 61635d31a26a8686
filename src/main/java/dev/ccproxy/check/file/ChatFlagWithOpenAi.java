package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

/**
 * The flag for Chat Completions counts for OpenAI itself too, which then refuses the client's long
 * {@code user} ({@code litellm.md} 1.3, 13).
 */
public final class ChatFlagWithOpenAi extends GatewayCheck {
  /** Newer models: what becomes of them depends on the release, so only a request can tell. */
  private static final List<String> BRIDGED = List.of("gpt-5.4", "gpt-5.5", "gpt-5.6", "gpt-6");

  /** For the list of checks. */
  public ChatFlagWithOpenAi() {
    super(
        "CCP-S220",
        "chat-flag-with-openai",
        "The flag for chat-only servers does not reach models of OpenAI",
        Layer.TRANSLATOR);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    if (!gateway.hasChatFlag()
        || gateway.isAtLeast(Translation.RESPONSES_SINCE) == Gateway.Answer.NO) {
      return;
    }
    Spots refused = new Spots();
    Spots bridged = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      if (!Translation.isOpenAi(deployment)
          || !Translation.isAtOpenAi(deployment)
          || deployment.isWildcard()
          || DropParamsMissing.isNotForChat(deployment)
          || deployment.lists("additional_drop_params", "user")) {
        continue;
      }
      if (isBridged(deployment.upstreamModel())) {
        bridged.add(deployment, "model");
      } else {
        refused.add(deployment, "model");
        repair(deployment, refused.repair());
      }
    }
    if (!refused.isEmpty()) {
      found.add(refused(gateway, refused));
    }
    if (!bridged.isEmpty()) {
      found.add(bridged(gateway, bridged));
    }
  }

  private static void repair(Deployment deployment, Repair repair) {
    boolean list =
        deployment.parameter("additional_drop_params").orElse(null) instanceof Node.Sequence;
    repair.change(
        deployment.file(),
        list
            ? new Change.Append(
                deployment.parameterPath("additional_drop_params"), Value.of("user"))
            : new Change.Set(
                deployment.parameterPath("additional_drop_params"),
                Value.ofStrings(List.of("user"))));
  }

  private static boolean isBridged(String model) {
    for (String prefix : BRIDGED) {
      if (model.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private Finding refused(Gateway gateway, Spots spots) {
    return at(
            finding(
                Severity.WARNING,
                "The Chat Completions flag makes OpenAI refuse requests for " + spots.names()),
            spots)
        .confidence(Confidence.LIKELY)
        .cause(
            "The flag counts for every openai/ deployment. On that route LiteLLM passes the"
                + " client's identification of 150 characters on as user, of which OpenAI takes"
                + " 64. "
                + gateway.versionText()
                + ".")
        .impact("The client shows \"API Error: 400 ... string too long\"")
        .fix(
            spots
                .repair()
                .fix(
                    Fix.Kind.ASK,
                    "add user to additional_drop_params of each deployment that is named here and"
                        + " restart LiteLLM",
                    gateway.start()))
        .explains("CCP-L701", "CCP-L709")
        .build();
  }

  private Finding bridged(Gateway gateway, Spots spots) {
    return at(
            finding(
                Severity.INFO, "The Chat Completions flag concerns " + spots.names() + " as well"),
            spots)
        .confidence(Confidence.POSSIBLE)
        .cause(
            "OpenAI's newer models refuse tools together with reasoning on Chat Completions."
                + " LiteLLM 1.108.11 and later notices and uses /responses; 1.83.14 does not.")
        .impact("With an older LiteLLM every request with tools ends with 400")
        .fix(
            Fix.manual(
                "use the prefix hosted_vllm/ for the chat-only servers and take the flag out",
                gateway.start()))
        .explains("CCP-L701")
        .build();
  }
}
