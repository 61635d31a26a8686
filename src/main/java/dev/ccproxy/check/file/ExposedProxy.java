package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

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
    if (open ? StartFiles.name(gateway, MasterKey.VARIABLE) : !isPublic(key)) {
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
    Listening listening = Listening.of(gateway);
    if (listening.reach() == Listening.Reach.THIS_MACHINE) {
      return;
    }
    boolean said = listening.reach() == Listening.Reach.EVERYBODY;
    Finding.Builder finding =
        finding(
            said ? Severity.ERROR : Severity.INFO,
            said
                ? "The gateway listens on every interface and serves everybody"
                : "The gateway serves everybody who can reach its port");
    listening.place().ifPresent(finding::evidence);
    if (!key.places().isEmpty()) {
      at(finding, key.places());
    } else if (!said) {
      at(finding, List.of(Place.of(gateway.config().file())));
    }
    found.add(
        finding
            .confidence(said ? Confidence.LIKELY : Confidence.POSSIBLE)
            .cause(
                (isPublic(key)
                        ? "Its master key is one that everybody knows"
                        : "It has no master key, so it asks nobody for one")
                    + (said
                        ? "."
                        : ", and LiteLLM listens on every interface unless --host says"
                            + " otherwise."))
            .impact("Anybody in the same network can use your providers at your cost")
            .fix(
                Fix.manual(
                    "give it a random master key, and let it listen at 127.0.0.1 alone",
                    gateway.start()))
            .build());
  }

  private static boolean isPublic(MasterKey key) {
    return key.state() == MasterKey.State.PUBLIC;
  }
}
