package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * LiteLLM will call {@code /v1/responses} of a server that probably has only Chat Completions
 * ({@code litellm.md} 1.2 to 1.4).
 */
public final class ResponsesRoutePredicted extends GatewayCheck {
  /** For the list of checks. */
  public ResponsesRoutePredicted() {
    super(
        "CCP-S202",
        "responses-route-predicted",
        "Servers behind openai/ are called at a path that they have",
        Layer.TRANSLATOR);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    if (gateway.isAtLeast(Translation.RESPONSES_SINCE) == Gateway.Answer.NO) {
      return;
    }
    List<Deployment> plain = new ArrayList<>();
    List<Deployment> inSpiteOfFlag = new ArrayList<>();
    boolean realOpenAi = false;
    for (Deployment deployment : gateway.deployments()) {
      if (!Translation.isOpenAi(deployment) || DropParamsMissing.isNotForChat(deployment)) {
        continue;
      }
      realOpenAi |= Translation.isAtOpenAi(deployment);
      if (!isChatOnly(deployment, gateway) || deployment.model().startsWith("openai/responses/")) {
        continue;
      }
      Translation translation = Translation.of(deployment, gateway);
      if (translation == Translation.RESPONSES || translation == Translation.RESPONSES_OR_CHAT) {
        plain.add(deployment);
      } else if (translation == Translation.CHAT
          && gateway.hasChatFlag()
          && hasFixedBudget(deployment, gateway)) {
        inSpiteOfFlag.add(deployment);
      }
    }
    if (!plain.isEmpty()) {
      found.add(predicted(gateway, plain, realOpenAi));
    }
    if (!inSpiteOfFlag.isEmpty()) {
      found.add(inSpiteOfFlag(gateway, inSpiteOfFlag));
    }
  }

  private Finding predicted(Gateway gateway, List<Deployment> deployments, boolean realOpenAi) {
    boolean flagHelps = !realOpenAi;
    for (Deployment deployment : deployments) {
      flagHelps &= !hasFixedBudget(deployment, gateway);
    }
    Repair flag =
        new Repair()
            .change(
                gateway.fileOf("litellm_settings"),
                new Change.Set(
                    Gateway.setting("litellm_settings", Gateway.CHAT_FLAG), Value.of(true)));
    return at(
            finding(
                Severity.WARNING,
                "LiteLLM will call /v1/responses of the server behind "
                    + spots(deployments).names()),
            spots(deployments))
        .confidence(Confidence.LIKELY)
        .cause(
            "LiteLLM 1.82.0 and later turns the client's requests to openai/ deployments into calls"
                + " of /responses, and most OpenAI-compatible servers have only /chat/completions. "
                + gateway.versionText()
                + ".")
        .impact(
            "If the server lacks that path, every request ends with 404; the client only says that"
                + " there is an issue with the selected model")
        .fix(
            flagHelps
                ? flag.fix(
                    Fix.Kind.SAFE,
                    "set litellm_settings." + Gateway.CHAT_FLAG + " to true and restart LiteLLM",
                    gateway.start())
                : prefix(gateway, deployments))
        .explains("CCP-L302", "CCP-L401", "CCP-L501", "CCP-L701", "CCP-D904")
        .build();
  }

  private Finding inSpiteOfFlag(Gateway gateway, List<Deployment> deployments) {
    return at(
            finding(
                Severity.WARNING,
                "The Chat Completions flag does not cover "
                    + spots(deployments).names()
                    + ", whose name makes the client ask for a thinking budget"),
            spots(deployments))
        .confidence(Confidence.LIKELY)
        .cause(
            "For a model of that name the client sends thinking with a budget, and LiteLLM sends"
                + " such a request for an openai/ deployment to /responses in spite of the flag. "
                + gateway.versionText()
                + ".")
        .impact("If the server has no /v1/responses, this model answers 404 while others work")
        .fix(prefix(gateway, deployments))
        .explains("CCP-L302", "CCP-L703")
        .build();
  }

  private static Fix prefix(Gateway gateway, List<Deployment> deployments) {
    Repair repair = new Repair();
    for (Deployment deployment : deployments) {
      Gateway.reroute(repair, deployment, "hosted_vllm");
    }
    return repair.fix(
        Fix.Kind.ASK,
        "use the prefix hosted_vllm/ for this server, which goes to Chat Completions in every"
            + " release, and restart LiteLLM",
        gateway.start());
  }

  /** Whether the client asks for thinking in the form that the flag does not cover. */
  private static boolean hasFixedBudget(Deployment deployment, Gateway gateway) {
    return gateway
        .scene()
        .workspace()
        .clientFacts()
        .release(null)
        .known(deployment.name())
        .filter(k -> k.thinking().equals("enabled"))
        .isPresent();
  }

  /** Whether nobody knows its server to have {@code /responses}. */
  private static boolean isChatOnly(Deployment deployment, Gateway gateway) {
    String base = deployment.apiBase();
    return !Translation.isAtOpenAi(deployment)
        && !base.startsWith(Gateway.FROM_ENVIRONMENT)
        && !gateway.scene().liteLlm().hasResponses(Urls.host(base), Urls.port(base));
  }

  private static Spots spots(List<Deployment> deployments) {
    Spots spots = new Spots();
    for (Deployment deployment : deployments) {
      spots.add(deployment, "model");
    }
    return spots;
  }
}
