package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM refuses the client's request itself because a parameter in it does not fit the model and
 * nobody told it to drop such parameters. For which releases and prefixes that is so: {@code
 * litellm.md} 2.2 to 2.4.
 */
public final class DropParamsMissing extends GatewayCheck {
  /** How much it matters to one deployment. */
  private record Need(Severity severity, Confidence confidence, String why) {}

  /** For the list of checks. */
  public DropParamsMissing() {
    super(
        "CCP-S201",
        "drop-params-missing",
        "LiteLLM drops parameters that the model does not take",
        Layer.TRANSLATOR);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    if (gateway.config().isOn("litellm_settings", "drop_params") || isOnByVariable(gateway)) {
      return;
    }
    KnownModels models = new KnownModels(gateway.scene().catalog());
    Need worst = null;
    Spots spots = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      Need need = need(deployment, gateway, models);
      if (need == null) {
        continue;
      }
      if (worst == null || !worst.severity().atLeast(need.severity())) {
        worst = need;
        spots.clear();
      }
      if (need.severity() == worst.severity()) {
        spots.add(deployment, "model");
      }
    }
    if (worst != null) {
      found.add(finding(gateway, worst, spots));
    }
  }

  private Finding finding(Gateway gateway, Need need, Spots spots) {
    LiteLlmConfig.Located written =
        gateway.config().setting("litellm_settings", "drop_params").orElse(null);
    boolean isSure = need.confidence() != Confidence.POSSIBLE;
    Finding.Builder finding =
        finding(
            need.severity(),
            "drop_params is not on, "
                + (isSure ? "but has to be for " + spots.names() : spots.names() + " may need it"));
    if (written != null) {
      finding.evidence(Evidence.of(written.place()));
    }
    return at(finding, spots)
        .confidence(need.confidence())
        .cause(need.why() + " " + gateway.versionText() + ".")
        .impact(
            "The client shows \"API Error: 400 litellm.UnsupportedParamsError\" or repeats the"
                + " request several times and gives up")
        .fix(
            new Repair()
                .change(
                    gateway.fileOf("litellm_settings"),
                    new Change.Set(
                        Gateway.setting("litellm_settings", "drop_params"), Value.of(true)))
                .fix(
                    Fix.Kind.SAFE,
                    "set litellm_settings.drop_params to true and restart LiteLLM",
                    gateway.start()))
        .explains("CCP-L401", "CCP-L501", "CCP-L701", "CCP-L702", "CCP-L703", "CCP-L704")
        .build();
  }

  /** In releases up to 1.83.14 any value turns it on, in later ones only a true one. */
  private static boolean isOnByVariable(Gateway gateway) {
    String value = gateway.variableText("LITELLM_DROP_PARAMS");
    return !value.isEmpty() && !value.equalsIgnoreCase("false") && !value.equals("0");
  }

  private static @Nullable Need need(Deployment deployment, Gateway gateway, KnownModels models) {
    if (deployment.model().isEmpty() || isOn(deployment)) {
      return null;
    }
    Translation translation = Translation.of(deployment, gateway);
    if (translation == Translation.NATIVE || isNotForChat(deployment)) {
      return null;
    }
    if (sendsNoThinking(gateway)) {
      return null;
    }
    if (translation != Translation.RESPONSES
        && !sendsNoContextManagement(gateway)
        && gateway.isBetween("1.83.0", "1.92.0") == Gateway.Answer.YES
        && !deployment.lists("additional_drop_params", "context_management")) {
      return new Need(
          Severity.ERROR,
          Confidence.CERTAIN,
          "This release refuses the client's field context_management on every route to Chat"
              + " Completions, unless it may drop it.");
    }
    if (deployment.lists("additional_drop_params", "thinking")) {
      return null;
    }
    Boolean thinks = models.of(deployment).map(Model::thinking).orElse(null);
    return switch (deployment.provider()) {
      case "openai" -> openAi(deployment, gateway, translation, thinks);
      case "custom_openai" ->
          gateway.isAtLeast("1.83.0") == Gateway.Answer.NO
              ? null
              : new Need(
                  gateway.version() == null ? Severity.WARNING : Severity.ERROR,
                  Confidence.LIKELY,
                  "The client asks for thinking, which LiteLLM does not take for custom_openai/.");
      case "openrouter" -> openRouter(gateway, thinks);
      default -> null;
    };
  }

  private static @Nullable Need openRouter(Gateway gateway, @Nullable Boolean thinks) {
    if (Boolean.TRUE.equals(thinks)
        || gateway.isBetween("1.83.0", "1.105.2") == Gateway.Answer.NO) {
      return null;
    }
    String why =
        "Releases before 1.105.2 refuse the client's thinking for a model of OpenRouter that they"
            + " do not know as a reasoning model.";
    return gateway.version() == null
        ? new Need(Severity.INFO, Confidence.POSSIBLE, why)
        : new Need(
            Boolean.FALSE.equals(thinks) ? Severity.ERROR : Severity.WARNING,
            Confidence.LIKELY,
            why);
  }

  private static @Nullable Need openAi(
      Deployment deployment, Gateway gateway, Translation translation, @Nullable Boolean thinks) {
    if (Boolean.TRUE.equals(thinks)) {
      return null;
    }
    boolean foreign = !Translation.isAtOpenAi(deployment);
    if (translation == Translation.CHAT) {
      // Names that LiteLLM does not know get the field in any case.
      boolean applies =
          gateway.hasChatFlag()
              && Boolean.FALSE.equals(thinks)
              && !foreign
              && gateway.isAtLeast("1.83.0") != Gateway.Answer.NO;
      return applies
          ? new Need(
              Severity.WARNING,
              Confidence.LIKELY,
              "On the route to Chat Completions LiteLLM turns the client's thinking into"
                  + " reasoning_effort, which it then refuses for a model without reasoning.")
          : null;
    }
    if (gateway.isAtLeast("1.103.5") == Gateway.Answer.NO) {
      return null;
    }
    boolean known = Boolean.FALSE.equals(thinks);
    String why =
        "LiteLLM 1.103.5 and later refuses the client's thinking for a model that it does not know"
            + " as a reasoning model.";
    if (!known && !foreign) {
      // A new model of OpenAI may well be one.
      return new Need(Severity.INFO, Confidence.POSSIBLE, why);
    }
    return new Need(
        gateway.version() == null ? Severity.WARNING : Severity.ERROR,
        known ? gateway.surely() : Confidence.LIKELY,
        why);
  }

  /** As under {@code litellm_settings}: any text counts as true. */
  private static boolean isOn(Deployment deployment) {
    return deployment.parameter("drop_params").filter(LiteLlmConfig::isTruthy).isPresent();
  }

  /** Embeddings, images, speech: nothing that the client asks. */
  static boolean isNotForChat(Deployment deployment) {
    String mode =
        deployment.info("mode").orElse(null) instanceof Node.Scalar scalar ? scalar.value() : "";
    return !(mode.isEmpty() || mode.equals("chat") || mode.equals("responses"));
  }

  /** A field of an experiment that can be switched off. */
  private static boolean sendsNoContextManagement(Gateway gateway) {
    return ClientRequest.isOn(
        gateway.scene().workspace().settings().text("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS"));
  }

  /** Nor context_management, which goes with it. */
  private static boolean sendsNoThinking(Gateway gateway) {
    var settings = gateway.scene().workspace().settings();
    String off = settings.text("CLAUDE_CODE_DISABLE_THINKING");
    return ClientRequest.isOn(off) || settings.text("MAX_THINKING_TOKENS").equals("0");
  }
}
