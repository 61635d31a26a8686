package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

/** Does a switch send the client to another vendor's cloud, past its address? */
public final class CloudSwitchCheck extends ClientCheck {
  private static final String SWITCH = "CLAUDE_CODE_USE_";

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
    if (isMeant(cloud.name(), scene.workspace().settings())) {
      return List.of();
    }
    return List.of(
        finding(Severity.ERROR, cloud.name() + " sends the client past ANTHROPIC_BASE_URL")
            .cause("With this switch the client talks to that cloud and never to the address.")
            .impact("The client asks for credentials of that cloud, or shows its errors.")
            .evidence(Evidence.of(cloud))
            .evidence(Evidence.of(base))
            .explains(
                "CCP-S103", "CCP-S104", "CCP-S105", "CCP-S106", "CCP-S112", "CCP-L101", "CCP-L201")
            .fix(fix(cloud, base))
            .build());
  }

  /** Whether somebody reaches that cloud through a gateway of their own on purpose. */
  private static boolean isMeant(String name, ClientSettings settings) {
    String vendor = name.substring(SWITCH.length());
    // The name of the address is not the name of the switch for two of them.
    String address =
        vendor.equals("MANTLE")
            ? "BEDROCK_MANTLE"
            : vendor.equals("ANTHROPIC_AWS") ? "AWS" : vendor;
    return settings.set("ANTHROPIC_" + address + "_BASE_URL").isPresent()
        || settings.set("CLAUDE_CODE_SKIP_" + vendor + "_AUTH").isPresent();
  }

  private static Fix fix(EffectiveValue cloud, EffectiveValue base) {
    String name = cloud.name();
    if (ClientEdits.canEdit(cloud.origin())) {
      return Fix.ask("Take " + name + " out", ClientEdits.remove(cloud.origin(), name));
    }
    if (cloud.origin().source() == Origin.Source.MANAGED) {
      return Fix.manual("Ask the administrator to take " + name + " out");
    }
    // Settings beat the shell, a .env does not.
    return ClientEdits.canEdit(base.origin()) && base.origin().source() != Origin.Source.DOTENV
        ? Fix.ask(
            "Set " + name + " to an empty value beside the address",
            ClientEdits.set(base.origin(), name, "", false))
        : Fix.manual("Unset " + name, "unset " + name);
  }
}
