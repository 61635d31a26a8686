package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Is a switch meant to be off that any value turns on? */
public final class BooleanCheck extends ClientCheck {
  /** Switches of the client that are on with every value that is not empty. */
  private static final String[] PRESENCE = {
    "DISABLE_TELEMETRY", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
  };

  /** The same in LiteLLM. */
  private static final String LITELLM_SWITCH =
      "LITELLM_USE_CHAT_COMPLETIONS_URL_FOR_ANTHROPIC_MESSAGES";

  /** What people write for off. */
  private static final Set<String> OFF = Set.of("0", "false", "no", "off", "n");

  public BooleanCheck() {
    super(
        "CCP-S108",
        "boolean-trap",
        "Is a switch \"off\" that every value turns on?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    for (String name : PRESENCE) {
      EffectiveValue value = scene.workspace().settings().set(name).orElse(null);
      if (value != null && saysOff(value.value())) {
        findings.add(
            finding(Severity.WARNING, name + " is on, although it says " + value.value().strip())
                .cause("The client only looks whether the variable has a value, not which one.")
                .impact("What it switches off is off: the opposite of what is written.")
                .evidence(Evidence.of(value))
                .fix(repair(value))
                .build());
      }
    }
    gateway(scene, findings);
    return findings;
  }

  private static Fix repair(EffectiveValue value) {
    String name = value.name();
    boolean alone = value.shadows().isEmpty();
    if (!ClientEdits.canEdit(value.origin())) {
      return ClientEdits.byHand(value, "Take the variable out", "unset " + name);
    }
    return alone
        ? Fix.safe("Take the variable out", ClientEdits.remove(value.origin(), name))
        : Fix.safe(
            "Set it to an empty value, which is off and takes away that of "
                + value.shadows().get(0).origin().shown(),
            ClientEdits.set(value.origin(), name, "", false));
  }

  private void gateway(FileScene scene, List<Finding> findings) {
    List<LiteLlmConfig> configs = scene.workspace().configs();
    GatewayEnvironment.Found found =
        configs.isEmpty()
            ? null
            : scene.workspace().gatewayEnvironment().variable(LITELLM_SWITCH).orElse(null);
    if (found == null || !saysOff(found.value())) {
      return;
    }
    findings.add(
        finding(Severity.WARNING, LITELLM_SWITCH + " is on, although it says " + found.value())
            .layer(Layer.GATEWAY)
            .confidence(Confidence.LIKELY)
            .cause("LiteLLM takes every text that is not empty as true.")
            .impact("Messages take the chat route, the opposite of what is written.")
            .evidence(
                found
                    .place()
                    .map(Evidence::of)
                    .orElse(
                        new Evidence(
                            Evidence.Kind.ENV,
                            LITELLM_SWITCH,
                            LITELLM_SWITCH + "=" + found.value())))
            .fix(Fix.manual("Take the variable out"))
            .build());
  }

  private static boolean saysOff(String value) {
    return OFF.contains(value.strip().toLowerCase(Locale.ROOT));
  }
}
