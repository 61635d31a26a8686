package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.document.Change;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

/** One model answers whatever is asked for ({@code litellm.md} 4.1). */
public final class CompletionModelOverride extends GatewayCheck {
  private static final String KEY = "completion_model";

  /** For the list of checks. */
  public CompletionModelOverride() {
    super(
        "CCP-S215",
        "completion-model-override",
        "The model that is asked for is the one that answers",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    gateway
        .config()
        .setting("general_settings", KEY)
        .filter(l -> !l.text().isEmpty())
        .ifPresent(
            located ->
                found.add(
                    at(
                            finding(
                                Severity.WARNING,
                                "Every request is answered by "
                                    + located.text()
                                    + ", whatever model is asked for"),
                            List.of(located.place()))
                        .cause(
                            "general_settings.completion_model replaces the model of each request.")
                        .impact("Choosing a model in the client changes nothing, for no tier")
                        .fix(
                            new Repair()
                                .change(
                                    located.file(),
                                    new Change.Remove(Gateway.setting("general_settings", KEY)))
                                .fix(
                                    Fix.Kind.ASK,
                                    "take completion_model out and restart LiteLLM",
                                    gateway.start()))
                        .explains("CCP-L303", "CCP-L304")
                        .build()));
  }
}
