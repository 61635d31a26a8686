package dev.ccproxy.check.file;

import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is there a credential for the address, and is it not that of a subscription? */
public final class MissingCredentialCheck extends ClientCheck {

  public MissingCredentialCheck() {
    super(
        "CCP-S112",
        "credential-missing",
        "Does the client have a credential for its address?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    ClientRequest request = scene.workspace().clientRequest();
    EffectiveValue base = request.baseUrl().orElse(null);
    if (base == null || !scene.destination().isForeign() || request.cloud().isPresent()) {
      return List.of();
    }
    List<ClientHeader> headers = request.headers();
    if (headers.isEmpty()) {
      return List.of(missing(scene, base));
    }
    for (ClientHeader header : headers) {
      boolean alone = header.from() == ClientHeader.From.SAVED_KEY && headers.size() == 1;
      if (header.isLogin() || alone) {
        return List.of(leak(scene, base, header));
      }
    }
    return List.of();
  }

  private Finding missing(FileScene scene, EffectiveValue base) {
    // In a build, and for a file that is shared, the credential comes from somewhere else.
    boolean elsewhere =
        base.origin().source() == Origin.Source.PROJECT
            && scene.workspace().environment().variable("CI").isPresent();
    EffectiveValue empty = cancelling(scene);
    Finding.Builder finding =
        finding(
                elsewhere ? Severity.INFO : Severity.ERROR,
                "There is no credential for this address")
            .cause(
                empty == null
                    ? "Neither ANTHROPIC_AUTH_TOKEN nor ANTHROPIC_API_KEY nor an apiKeyHelper is"
                        + " set in any settings file or in the shell."
                    : "The empty value of "
                        + empty.name()
                        + " takes away the one of "
                        + empty.shadows().get(0).origin().shown()
                        + ", and no other credential is set.")
            .impact("The client says \"Not logged in · Please run /login\" and sends nothing.")
            .evidence(Evidence.of(base))
            .explains("CCP-S208", "CCP-L201")
            .fix(
                repair(
                    scene,
                    base,
                    "Set ANTHROPIC_AUTH_TOKEN beside the address; any word does for a server that"
                        + " checks none"));
    if (empty != null) {
      finding.evidence(Evidence.of(empty));
    }
    return finding.build();
  }

  /** A credential whose empty value takes away a weaker one; null where there is none. */
  private static @Nullable EffectiveValue cancelling(FileScene scene) {
    for (String name : new String[] {"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"}) {
      EffectiveValue value = scene.workspace().settings().variable(name).orElse(null);
      if (value != null && !value.shadows().isEmpty()) {
        return value;
      }
    }
    return null;
  }

  private static Fix repair(FileScene scene, EffectiveValue base, String otherwise) {
    String master =
        scene.destination().kind() == Destination.Kind.GATEWAY
            ? scene
                .workspace()
                .gatewayEnvironment()
                .variable("LITELLM_MASTER_KEY")
                .map(GatewayEnvironment.Found::value)
                .orElse("")
            : "";
    if (master.isEmpty()) {
      return Fix.manual(otherwise);
    }
    String summary = "Set ANTHROPIC_AUTH_TOKEN to the gateway's master key";
    if (!ClientEdits.canEdit(base.origin())) {
      return Fix.manual(summary + ", LITELLM_MASTER_KEY");
    }
    // A file that is shared is no place for a secret.
    Path local = SettingsScope.LOCAL.file(scene.workspace().environment());
    return Fix.ask(
        summary,
        base.origin().source() == Origin.Source.PROJECT && local != null
            ? ClientEdits.variable(local, "ANTHROPIC_AUTH_TOKEN", master, true)
            : ClientEdits.set(base.origin(), "ANTHROPIC_AUTH_TOKEN", master, true));
  }

  private Finding leak(FileScene scene, EffectiveValue base, ClientHeader header) {
    ClientUrl url = scene.workspace().clientRequest().url();
    boolean local = url.isPrivate();
    Finding.Builder finding =
        finding(
                local ? Severity.WARNING : Severity.ERROR,
                "The credential of " + header.from().word() + " is sent to " + url.host())
            .cause(
                "The address is not the vendor's, and no credential of its own is set, so the"
                    + " client sends what it has for its vendor.")
            .impact(
                "A credential for an Anthropic account reaches somebody else, who does not accept"
                    + " it.")
            .evidence(Evidence.of(base))
            .explains("CCP-S303", "CCP-S208", "CCP-L201")
            .fix(repair(scene, base, "Set ANTHROPIC_AUTH_TOKEN to the credential of that address"));
    if (header.origin() != null) {
      finding.evidence(Evidence.of(header.origin()));
    }
    return finding.build();
  }
}
