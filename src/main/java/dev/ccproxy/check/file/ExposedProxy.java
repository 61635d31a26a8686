package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway without a master key that listens on every interface serves everybody who can reach it,
 * at the owner's cost ({@code litellm.md} 9.3). Releases from 1.105.2 on refuse to start so, unless
 * they are told otherwise.
 */
public final class ExposedProxy extends GatewayCheck {
  /** For the list of checks. */
  public ExposedProxy() {
    super(
        "CCP-S304",
        "exposed-gateway",
        "Nobody else can use the gateway",
        Layer.GATEWAY,
        Group.SECRETS);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    MasterKey key = MasterKey.of(gateway);
    boolean open =
        key.state() == MasterKey.State.ABSENT || key.state() == MasterKey.State.VARIABLE_UNSET;
    if (!open && key.state() != MasterKey.State.PUBLIC) {
      return;
    }
    boolean permitted =
        gateway.config().isOn("general_settings", "dangerously_permit_weak_or_unset_master_key")
            || gateway
                .variableText("LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY")
                .equalsIgnoreCase("true");
    boolean lets = gateway.isAtLeast(TokenNotMasterKey.GUARD_SINCE) == Gateway.Answer.NO;
    if (!permitted && !lets) {
      return;
    }
    Evidence bound = boundToAll(gateway);
    Finding.Builder finding =
        finding(
            bound == null ? Severity.INFO : Severity.ERROR,
            bound == null
                ? "The gateway serves everybody who can reach its port"
                : "The gateway listens on every interface and serves everybody");
    if (bound != null) {
      finding.evidence(bound);
    }
    if (bound == null || !key.places().isEmpty()) {
      at(
          finding,
          key.places().isEmpty() ? List.of(Place.of(gateway.config().file())) : key.places());
    }
    found.add(
        finding
            .confidence(bound == null ? Confidence.POSSIBLE : Confidence.LIKELY)
            .cause(
                (key.state() == MasterKey.State.PUBLIC
                        ? "Its master key is one that everybody knows"
                        : "It has no master key, so it asks nobody for one")
                    + (bound == null
                        ? ", and LiteLLM listens on every interface unless --host says otherwise."
                        : "."))
            .impact("Anybody in the same network can use your providers at your cost")
            .fix(
                Fix.manual(
                    "give it a random master key, and start it with --host 127.0.0.1",
                    gateway.start()))
            .build());
  }

  /** What says that it listens on every interface; null where nothing does. */
  private static @Nullable Evidence boundToAll(Gateway gateway) {
    String host = gateway.variableText("HOST");
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return new Evidence(Evidence.Kind.ENV, "HOST", "HOST=" + host);
    }
    for (StartFiles.Found file : StartFiles.starting(gateway)) {
      int number = 0;
      for (String line : file.text().split("\n", 2000)) {
        number++;
        String text = line.strip();
        if (!text.startsWith("#") && opens(text)) {
          return new Evidence(Evidence.Kind.FILE, file.shown() + ":" + number, text);
        }
      }
    }
    return null;
  }

  private static boolean opens(String line) {
    if (line.contains("--host 0.0.0.0")
        || line.contains("--host=0.0.0.0")
        || line.contains("--host ::")) {
      return true;
    }
    String port = line.startsWith("- ") ? line.substring(2).strip() : "";
    String bare = port.replace("\"", "").replace("'", "");
    // A published port of a compose file, without an address in front: "4000:4000".
    int colon = bare.indexOf(':');
    return colon > 0
        && bare.indexOf(':', colon + 1) < 0
        && isNumber(bare.substring(0, colon))
        && isNumber(bare.substring(colon + 1));
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 5;
  }
}
