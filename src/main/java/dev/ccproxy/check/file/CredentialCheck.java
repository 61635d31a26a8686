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
import dev.ccproxy.config.Origin;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
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
    if (bearer != null && key != null) {
      // A login that goes to a stranger is what CCP-S112 is about.
      return bearer.from() == key.from() || bearer.isLogin()
          ? List.of()
          : List.of(two(scene, bearer, key));
    }
    Finding wrong = wrongHeader(target, headers);
    return wrong == null ? List.of() : List.of(wrong);
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
    boolean warns = bearer.from() == ClientHeader.From.TOKEN && key.from() == ClientHeader.From.KEY;
    Finding.Builder finding =
        finding(
                same || litellm ? Severity.INFO : Severity.WARNING,
                bearer.from().word() + " and " + key.from().word() + " are both sent")
            .cause(
                "The client sends the first as Authorization and the second as x-api-key in the"
                    + " same request; what answers decides which one it reads.")
            .impact(
                (same
                        ? "None for the requests: both are the same."
                        : litellm
                            ? "LiteLLM reads Authorization, and the key reaches a program that it"
                                + " is not for."
                            : "The wrong one may win, which ends in 401; and a key leaves this"
                                + " machine for a server that it may not be for.")
                    + (warns ? " The client warns at its start that both are set." : ""));
    if (apiKey != null) {
      finding.evidence(Evidence.of(apiKey));
    }
    if (token != null) {
      finding.evidence(Evidence.of(token));
    }
    // The line of a saved key holds it.
    scene
        .workspace()
        .clientState()
        .savedKey()
        .filter(saved -> apiKey == null)
        .map(saved -> new Evidence(Evidence.Kind.FILE, saved.location(), "primaryApiKey"))
        .ifPresent(finding::evidence);
    return finding
        .fix(
            apiKey == null
                ? Fix.manual("Log out of the vendor's console in the client", "claude /logout")
                : key.from() == ClientHeader.From.KEY
                    ? blankKey(scene, apiKey, token)
                    : Fix.manual(
                        "Take out "
                            + bearer.from().word()
                            + " or "
                            + key.from().word()
                            + ", whichever is not for this address"))
        .build();
  }

  /** An empty value in a settings file takes away that file's and the shell's. */
  private static Fix blankKey(
      FileScene scene, EffectiveValue apiKey, @Nullable EffectiveValue token) {
    String summary = "Set ANTHROPIC_API_KEY to an empty value, so that only the other goes out";
    if (ClientEdits.canEdit(apiKey.origin())) {
      return Fix.ask(summary, ClientEdits.set(apiKey.origin(), KEY, "", false));
    }
    FileEdit edit =
        token != null && ClientEdits.canEdit(token.origin())
            ? ClientEdits.set(token.origin(), KEY, "", false)
            : ClientEdits.setBesideAddress(scene, KEY, "");
    return edit == null || apiKey.origin().source() == Origin.Source.MANAGED
        ? Fix.manual(summary)
        : Fix.ask(summary, edit);
  }

  private @Nullable Finding wrongHeader(Destination target, List<ClientHeader> headers) {
    Provider provider = target.provider();
    if (provider == null || provider.direct() == null || !provider.direct().credentialOnly()) {
      return null;
    }
    String right = provider.direct().credential();
    String header = right.equals(TOKEN) ? "Authorization" : "x-api-key";
    ClientHeader sent = headers.isEmpty() ? null : headers.get(0);
    EffectiveValue value = sent == null ? null : sent.origin();
    if (sent == null || value == null || header(headers, header) != null) {
      return null;
    }
    String wrong = sent.from().word();
    boolean movable = sent.from() == ClientHeader.From.KEY && ClientEdits.canEdit(value.origin());
    return finding(
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
        .fix(
            movable
                ? Fix.ask(
                    "Move the key to " + right,
                    ClientEdits.set(value.origin(), right, value.value(), true),
                    ClientEdits.set(value.origin(), wrong, "", false))
                : Fix.manual("Move the key to " + right))
        .build();
  }
}
