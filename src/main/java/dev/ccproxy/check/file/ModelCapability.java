package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Node;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The model behind the gateway can do what the client needs: call tools, and hold its prompt. */
public final class ModelCapability extends NamedCheck implements FileCheck {
  /** Tokens that the client's prompt and a first file take; below it nothing works. */
  private static final long TOO_SMALL = 32_768;

  /** Tokens with which a session lasts for a while. */
  private static final long SMALL = 64_000;

  private static final Pattern SHORT = Pattern.compile("[0-9]{1,6}");

  /** For the list of checks. */
  public ModelCapability() {
    super(
        "CCP-S209",
        "model-too-weak",
        "The models can call tools and hold the client's prompt",
        Layer.MODEL,
        Group.MODELS);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> found = new ArrayList<>();
    for (ModelsInUse.Use use : ModelsInUse.of(scene)) {
      Long window = use.model().usableContext();
      if (Boolean.FALSE.equals(use.model().tools())) {
        found.add(noTools(use));
      } else if (window != null && window < SMALL) {
        found.add(smallWindow(use, window));
      }
    }
    for (Gateway gateway : Gateway.of(scene)) {
      windows(gateway, found);
    }
    return found;
  }

  private Finding noTools(ModelsInUse.Use use) {
    return use.in(
            finding(
                use.asked() ? Severity.ERROR : Severity.INFO,
                use.model().id() + " cannot call tools"))
        .confidence(Confidence.LIKELY)
        .cause(
            "The client sends tools with every request. What is known about "
                + use.provider().title()
                + " (state of "
                + use.provider().verified()
                + ") says that this model has none.")
        .impact(
            "The server refuses every request, or the model prints calls instead of making them")
        .fix(
            Fix.manual(
                "choose a model with tools"
                    + examples(use, m -> Boolean.TRUE.equals(m.tools()))
                    + ", and restart LiteLLM",
                use.gateway().start()))
        .subject(use.model().id())
        .explains("CCP-L601", "CCP-L602", "CCP-L401", "CCP-L501", "CCP-L701")
        .build();
  }

  private static boolean isLarge(Model model) {
    Long window = model.usableContext();
    return Boolean.TRUE.equals(model.tools()) && window != null && window >= SMALL;
  }

  private static String examples(ModelsInUse.Use use, Predicate<Model> fits) {
    List<String> names = new ArrayList<>();
    for (Model model : use.provider().models()) {
      if (fits.test(model) && names.size() < 3) {
        names.add(model.id());
      }
    }
    return names.isEmpty() ? "" : ", such as " + String.join(", ", names);
  }

  private Finding smallWindow(ModelsInUse.Use use, long tokens) {
    return use.in(
            finding(
                use.asked() && tokens < TOO_SMALL ? Severity.WARNING : Severity.INFO,
                use.model().id() + " holds " + tokens + " tokens only"))
        .confidence(Confidence.LIKELY)
        .cause(
            "The client's own prompt with its tools takes about half of 64,000 tokens. State of "
                + use.provider().verified()
                + ".")
        .impact("The prompt is cut off without a word, or refused as too long")
        .fix(
            Fix.manual(
                "choose a model with a window of 64,000 tokens or more"
                    + examples(use, ModelCapability::isLarge)
                    + ", and restart LiteLLM",
                use.gateway().start()))
        .subject(use.model().id())
        .explains("CCP-L801")
        .build();
  }

  /** The window that Ollama is told to open for a model. */
  private void windows(Gateway gateway, List<Finding> found) {
    Spots spots = new Spots();
    ClientModels models = new ClientModels(gateway);
    for (Deployment deployment : gateway.deployments()) {
      if (deployment.parameter("num_ctx").orElse(null) instanceof Node.Scalar scalar
          && scalar.kind() == Node.Kind.NUMBER
          && SHORT.matcher(scalar.value()).matches()
          && Integer.parseInt(scalar.value()) < TOO_SMALL
          && KnownModels.isOllama(deployment)
          && (models.isUnknown() || models.ask(deployment))
          && !DropParamsMissing.isNotForChat(deployment)) {
        spots.add(deployment, "num_ctx");
      }
    }
    if (!spots.isEmpty()) {
      found.add(
          GatewayCheck.at(
                  finding(Severity.WARNING, "num_ctx of " + spots.names() + " is too small"), spots)
              .cause(
                  "Ollama opens a window of that many tokens, and the client's own prompt with its"
                      + " tools does not fit into it.")
              .impact("Ollama cuts the prompt without a word; the model forgets its tools")
              .fix(Fix.manual("set num_ctx to 65536 and restart LiteLLM", gateway.start()))
              .explains("CCP-L801")
              .build());
    }
  }
}
