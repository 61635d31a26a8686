package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Do several credentials go out at once, or one in a header that nobody reads? */
public final class CredentialCheck extends ClientCheck {
  private static final String KEY = "ANTHROPIC_API_KEY";
  private static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";

  public CredentialCheck() {
    super(
        "CCP-S104",
        "credential-conflict",
        "Does exactly one credential go out, in the header that is read?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Destination target = scene.destination();
    if (!target.isForeign() || scene.workspace().clientRequest().cloud().isPresent()) {
      return List.of();
    }
    List<ClientHeader> headers = scene.workspace().clientRequest().headers();
    ClientHeader bearer = header(headers, "Authorization");
    ClientHeader key = header(headers, "x-api-key");
    List<Finding> findings = new ArrayList<>();
    if (bearer != null && key != null && bearer.from() != key.from()) {
      findings.add(two(scene, bearer, key));
    } else {
      wrongHeader(target, bearer, key, findings);
    }
    return findings;
  }

  private static @Nullable ClientHeader header(List<ClientHeader> headers, String name) {
    for (ClientHeader header : headers) {
      if (header.name().equals(name)) {
        return header;
      }
    }
    return null;
  }

  private Finding two(FileScene scene, ClientHeader bearer, ClientHeader key) {
    EffectiveValue token = bearer.origin();
    EffectiveValue apiKey = key.origin();
    boolean same =
        token != null && apiKey != null && token.value().strip().equals(apiKey.value().strip());
    // LiteLLM takes Authorization and looks no further.
    boolean litellm = scene.destination().kind() == Destination.Kind.GATEWAY;
    Finding.Builder finding =
        finding(
                same || litellm ? Severity.INFO : Severity.WARNING,
                bearer.from().word() + " and " + key.from().word() + " are both sent")
            .cause(
                "The client sends the first as Authorization and the second as x-api-key in the"
                    + " same request; what answers decides which one it reads.")
            .impact(
                litellm
                    ? "LiteLLM reads Authorization. The client warns at its start that both are"
                        + " set, and the key reaches a program that it is not for."
                    : "The wrong one may win, which ends in 401; and a key leaves this machine for"
                        + " a server that it may not be for.");
    if (apiKey != null) {
      finding.evidence(Evidence.of(apiKey));
    }
    if (token != null) {
      finding.evidence(Evidence.of(token));
    }
    if (apiKey == null) {
      Place saved = scene.workspace().clientState().savedKey().orElse(null);
      if (saved != null) {
        // The line holds the key.
        finding.evidence(new Evidence(Evidence.Kind.FILE, saved.location(), "primaryApiKey"));
      }
      return finding
          .fix(Fix.manual("Log out of the vendor's console in the client", "claude /logout"))
          .build();
    }
    return finding.fix(blankKey(scene, key, apiKey, token)).build();
  }

  private static Fix blankKey(
      FileScene scene, ClientHeader key, EffectiveValue apiKey, @Nullable EffectiveValue token) {
    if (key.from() != ClientHeader.From.KEY) {
      return Fix.manual("Keep one of the two");
    }
    String summary = "Set ANTHROPIC_API_KEY to an empty value, so that only the other goes out";
    FileEdit edit =
        ClientEdits.canEdit(apiKey.origin())
            ? ClientEdits.set(apiKey.origin(), KEY, "", false)
            : token != null && ClientEdits.canEdit(token.origin())
                ? ClientEdits.set(token.origin(), KEY, "", false)
                : ClientEdits.setBesideAddress(scene, KEY, "");
    return edit == null ? Fix.manual(summary) : Fix.ask(summary, edit);
  }

  private void wrongHeader(
      Destination target,
      @Nullable ClientHeader bearer,
      @Nullable ClientHeader key,
      List<Finding> findings) {
    Provider provider = target.provider();
    if (provider == null || provider.direct() == null || !provider.direct().credentialOnly()) {
      return;
    }
    boolean wantsToken = provider.direct().credential().equals(TOKEN);
    ClientHeader sent = wantsToken ? (bearer == null ? key : null) : (key == null ? bearer : null);
    if (sent == null || sent.origin() == null) {
      return;
    }
    String right = provider.direct().credential();
    String wrong = sent.from().word();
    String header = wantsToken ? "Authorization" : "x-api-key";
    EffectiveValue value = sent.origin();
    Fix fix = Fix.manual("Move the key to " + right);
    boolean movable =
        (sent.from() == ClientHeader.From.KEY || sent.from() == ClientHeader.From.TOKEN)
            && ClientEdits.canEdit(value.origin());
    if (movable) {
      fix =
          Fix.ask(
              "Move the key to " + right,
              ClientEdits.set(value.origin(), right, value.value(), true),
              ClientEdits.set(value.origin(), wrong, "", false));
    }
    findings.add(
        finding(
                Severity.ERROR,
                wrong
                    + " goes out as "
                    + sent.name()
                    + ", but "
                    + provider.title()
                    + " reads "
                    + header
                    + " alone")
            .confidence(Confidence.LIKELY)
            .cause(
                "The client sends "
                    + wrong
                    + " in the header "
                    + sent.name()
                    + ". "
                    + provider.title()
                    + " wants "
                    + right
                    + ", which goes out as "
                    + header
                    + ".")
            .impact("Requests are answered with 401.")
            .evidence(Evidence.of(value))
            .explains("CCP-L201", "CCP-L202")
            .fix(fix)
            .build());
  }
}
