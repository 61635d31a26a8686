package dev.ccproxy.check.file;

import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Origin;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

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
    if (request.headers().isEmpty()) {
      return List.of(missing(scene, base));
    }
    ClientHeader header = request.headers().get(0);
    boolean subscription =
        header.from() == ClientHeader.From.LOGIN
            || header.from() == ClientHeader.From.OAUTH_TOKEN
            || header.from() == ClientHeader.From.SAVED_KEY;
    return subscription ? List.of(leak(request, base, header)) : List.of();
  }

  private Finding missing(FileScene scene, EffectiveValue base) {
    // In a build, and for a file that is shared, the credential comes from somewhere else.
    boolean elsewhere =
        base.origin().source() == Origin.Source.PROJECT
            && scene.workspace().environment().variable("CI").isPresent();
    return finding(
            elsewhere ? Severity.INFO : Severity.ERROR, "There is no credential for this address")
        .cause(
            "Neither ANTHROPIC_AUTH_TOKEN nor ANTHROPIC_API_KEY nor an apiKeyHelper is set in any"
                + " settings file or in the shell.")
        .impact("The client says \"Not logged in · Please run /login\" and sends nothing.")
        .evidence(Evidence.of(base))
        .explains("CCP-S208", "CCP-L201")
        .fix(repair(scene, base))
        .build();
  }

  private static Fix repair(FileScene scene, EffectiveValue base) {
    String master =
        scene.destination().kind() == Destination.Kind.GATEWAY
            ? scene
                .workspace()
                .gatewayEnvironment()
                .variable("LITELLM_MASTER_KEY")
                .map(GatewayEnvironment.Found::value)
                .orElse("")
            : "";
    return master.isEmpty() || !ClientEdits.canEdit(base.origin())
        ? Fix.manual(
            "Set ANTHROPIC_AUTH_TOKEN beside the address; any word does for a server that checks"
                + " none")
        : Fix.ask(
            "Set ANTHROPIC_AUTH_TOKEN to the gateway's master key",
            ClientEdits.set(base.origin(), "ANTHROPIC_AUTH_TOKEN", master, true));
  }

  private Finding leak(ClientRequest request, EffectiveValue base, ClientHeader header) {
    boolean local = request.url().isPrivate();
    Finding.Builder finding =
        finding(
                local ? Severity.WARNING : Severity.ERROR,
                "The credential of " + header.from().word() + " is sent to " + request.url().host())
            .cause(
                "The address is not the vendor's, and no credential of its own is set, so the"
                    + " client sends what it has for its vendor.")
            .impact(
                "A credential for an Anthropic account reaches somebody else, who does not accept"
                    + " it.")
            .evidence(Evidence.of(base))
            .explains("CCP-S303", "CCP-S208", "CCP-L201")
            .fix(Fix.manual("Set ANTHROPIC_AUTH_TOKEN to the credential of that address"));
    if (header.origin() != null) {
      finding.evidence(Evidence.of(header.origin()));
    }
    return finding.build();
  }
}
