package dev.ccproxy.check.file;

import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/** Do credentials travel unencrypted, or is nobody's certificate looked at? */
public final class CleartextCheck extends ClientCheck {

  public CleartextCheck() {
    super(
        "CCP-S305",
        "cleartext-connection",
        "Is what leaves this machine encrypted, and are certificates checked?",
        Layer.CLIENT_CONFIG,
        Group.SECRETS);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    EffectiveValue base = scene.workspace().baseUrl().orElse(null);
    ClientUrl url = scene.workspace().clientRequest().url();
    if (base != null && url.scheme().equals("http") && !url.isPrivate()) {
      findings.add(http(scene, base, url));
    }
    EffectiveValue unchecked =
        scene
            .workspace()
            .settings()
            .set("NODE_TLS_REJECT_UNAUTHORIZED")
            .filter(v -> v.value().strip().equals("0"))
            .orElse(null);
    if (unchecked != null && (base == null || url.scheme().equals("https"))) {
      findings.add(
          finding(Severity.WARNING, "The client checks no certificate")
              .cause("NODE_TLS_REJECT_UNAUTHORIZED is 0.")
              .impact("Whoever sits in between can read the credential and everything else.")
              .evidence(Evidence.of(unchecked))
              .fix(
                  Fix.manual(
                      "Take it out, and name the authority's certificate in"
                          + " NODE_EXTRA_CA_CERTS"))
              .build());
    }
    for (LiteLlmConfig config : scene.workspace().configs()) {
      LiteLlmConfig.Located verify = config.setting("litellm_settings", "ssl_verify").orElse(null);
      if (verify != null && verify.text().equalsIgnoreCase("false")) {
        findings.add(
            finding(Severity.WARNING, "LiteLLM checks no certificate")
                .layer(Layer.GATEWAY)
                .cause("ssl_verify is false.")
                .impact("Whoever sits in between can read the provider's key.")
                .evidence(Evidence.of(verify.place()))
                .fix(Fix.manual("Take it out, or name the authority's certificate there"))
                .build());
      }
    }
    return findings;
  }

  private Finding http(FileScene scene, EffectiveValue base, ClientUrl url) {
    // A provider that is known has https at the same name.
    boolean known =
        scene.destination().kind() == Destination.Kind.PROVIDER
            || scene.destination().kind() == Destination.Kind.VENDOR;
    String right = "https" + base.value().strip().substring("http".length());
    FileEdit edit =
        // The port of http:// that is written does not speak https.
        known && Urls.port(base.value()) < 0 && ClientEdits.canEdit(base.origin())
            ? ClientEdits.set(base.origin(), base.name(), right, false)
            : null;
    return finding(
            known ? Severity.ERROR : Severity.WARNING,
            "The credential goes to " + url.host() + " unencrypted")
        .cause("The address begins with http:// and is not in a private network.")
        .impact(
            known
                ? "Everybody on the way can read it; and a redirect to https turns the request into"
                    + " one that fails with 404."
                : "Everybody on the way can read it.")
        .evidence(Evidence.of(base))
        .fix(
            edit == null
                ? Fix.manual("Use https, or a tunnel")
                : Fix.safe("Set ANTHROPIC_BASE_URL to " + right, edit))
        .build();
  }
}
