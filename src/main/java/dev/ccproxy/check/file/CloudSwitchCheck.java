package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

/** Does a switch send the client to another vendor's cloud, past its address? */
public final class CloudSwitchCheck extends ClientCheck {
  /** Set by those who reach such a cloud through a gateway of their own on purpose. */
  private static final String[] INTENT = {
    "ANTHROPIC_BEDROCK_BASE_URL",
    "ANTHROPIC_VERTEX_BASE_URL",
    "ANTHROPIC_FOUNDRY_BASE_URL",
    "CLAUDE_CODE_SKIP_BEDROCK_AUTH",
    "CLAUDE_CODE_SKIP_VERTEX_AUTH",
    "CLAUDE_CODE_SKIP_FOUNDRY_AUTH"
  };

  public CloudSwitchCheck() {
    super(
        "CCP-S109",
        "cloud-switch",
        "Does a switch make the client's address irrelevant?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    ClientRequest request = scene.workspace().clientRequest();
    EffectiveValue cloud = request.cloud().orElse(null);
    EffectiveValue base = request.baseUrl().orElse(null);
    if (cloud == null || base == null) {
      return List.of();
    }
    ClientSettings settings = scene.workspace().settings();
    for (String name : INTENT) {
      if (settings.set(name).isPresent()) {
        return List.of();
      }
    }
    FileEdit edit =
        ClientEdits.canEdit(cloud.origin())
            ? ClientEdits.remove(cloud.origin(), cloud.name())
            : ClientEdits.canEdit(base.origin())
                ? ClientEdits.set(base.origin(), cloud.name(), "", false)
                : null;
    String summary =
        ClientEdits.canEdit(cloud.origin())
            ? "Take " + cloud.name() + " out"
            : "Set " + cloud.name() + " to an empty value beside the address";
    return List.of(
        finding(Severity.ERROR, cloud.name() + " sends the client past ANTHROPIC_BASE_URL")
            .cause("With this switch the client talks to that cloud and never to the address.")
            .impact("The client asks for credentials of that cloud, or shows its errors.")
            .evidence(Evidence.of(cloud))
            .evidence(Evidence.of(base))
            .explains(
                "CCP-S103", "CCP-S104", "CCP-S105", "CCP-S106", "CCP-S112", "CCP-L101", "CCP-L201")
            .fix(
                edit == null
                    ? Fix.manual("Unset " + cloud.name(), "unset " + cloud.name())
                    : Fix.ask(summary, edit))
            .build());
  }
}
