package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.probe.Credential;
import dev.ccproxy.wire.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the credential that the client sends is taken. A refusal may be somebody else's: a
 * gateway passes on what the provider says about the gateway's own key.
 */
final class CredentialAccepted extends EndpointCheck {
  private static final Set<String> ABOUT_CLIENT = Set.of("CCP-L201", "CCP-S208", "CCP-L202");

  /** Bytes of a refusal that are looked at. */
  private static final int BODY = 16 * 1024;

  CredentialAccepted() {
    super(
        "CCP-L201",
        "credential-refused",
        "is the client's credential accepted",
        Layer.CLIENT_CONFIG,
        Group.CREDENTIALS,
        Mode.QUICK,
        "CCP-L106",
        "CCP-L206");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.requests().credentials().isEmpty() && !chain.client().url().isLoopback()) {
      return LiveResult.of(
          finding(Severity.ERROR, "The client has no credential for this endpoint")
              .cause("Neither ANTHROPIC_AUTH_TOKEN nor ANTHROPIC_API_KEY is set for it.")
              .impact("The client asks for a login instead of sending anything.")
              .fix(Fix.manual("Set ANTHROPIC_AUTH_TOKEN, with ccproxy init for instance"))
              .build());
    }
    Exchange text = chain.text();
    if (text.isAnswered() || text.first().status() == 0) {
      return LiveResult.OK;
    }
    int status = text.first().status();
    Match match = chain.reading().best(text);
    boolean aboutClient = match != null && ABOUT_CLIENT.contains(String.valueOf(match.check()));
    boolean refused = status == 401 || status == 403;
    if (!aboutClient && !refused) {
      return LiveResult.OK;
    }
    boolean fromUpstream =
        match != null
            && (match.layer() == Layer.UPSTREAM || match.layer() == Layer.GATEWAY)
            && match.signature() != null
            && !chain.isDirect();
    if (fromUpstream) {
      return LiveResult.of(chain.reading().refusal(this, text, ""));
    }
    Finding foreign = foreignKey(chain, text);
    if (foreign != null) {
      return LiveResult.of(foreign);
    }
    Finding other =
        chain.requests().credentials().size() > 1
            ? oneOfTwo(chain, text)
            : otherHeader(chain, text);
    if (other != null) {
      return LiveResult.of(other);
    }
    Finding refusal = chain.reading().refusal(this, text, "");
    if (refusal.id().equals("CCP-L204")
        && (chain.isDirect() || refusal.layer() == Layer.CLIENT_CONFIG)) {
      // Without a gateway there is no key but the client's.
      refusal = refusal.of(this);
    }
    if (chain.isDirect() && refusal.layer() == Layer.UPSTREAM && aboutKey(match, status)) {
      refusal = refusal.with(Layer.CLIENT_CONFIG);
    }
    return LiveResult.of(refusal);
  }

  /** The refusal of a key that the client did not send; null where it shows none, or that one. */
  private @Nullable Finding foreignKey(Chain chain, Exchange text) {
    MaskedKey shown = MaskedKey.in(text.bodyStart(BODY));
    if (shown == null || chain.isDirect()) {
      return null;
    }
    for (Credential sent : chain.requests().credentials()) {
      if (shown.fits(sent.secret().reveal())) {
        return null;
      }
    }
    return chain
        .checkFor("CCP-L204", this)
        .finding(
            Severity.ERROR,
            "The provider does not accept the key of "
                + chain.whoAnswers()
                + " (status "
                + text.first().status()
                + ")")
        .layer(Layer.UPSTREAM)
        .confidence(Confidence.LIKELY)
        .cause(
            "The refusal shows a key that begins or ends otherwise than the one that the client"
                + " sends: it is the key with which the provider was asked.")
        .impact("Every request ends like this, and the client asks its user to log in.")
        .evidence(Reading.request(text))
        .evidence(Reading.response(text))
        .fix(Fix.manual("Give " + chain.whoAnswers() + " a valid key of its provider"))
        .build();
  }

  /** Without a gateway the provider's key is the client's. */
  private static boolean aboutKey(@org.jspecify.annotations.Nullable Match match, int status) {
    String check = match == null ? null : match.check();
    return status == 401 || "CCP-L204".equals(check) || "CCP-L201".equals(check);
  }

  /** Both headers are sent, and one of the two keys alone is taken: the other one wins, wrongly. */
  private @org.jspecify.annotations.Nullable Finding oneOfTwo(Chain chain, Exchange refused)
      throws InterruptedException {
    for (Credential alone : chain.requests().credentials()) {
      if (!alone.header().equalsIgnoreCase("authorization")
          && !alone.header().equalsIgnoreCase("x-api-key")) {
        continue;
      }
      Exchange again =
          chain
              .prober()
              .askOnce(chain.requests().text(chain.model()).withCredentials(List.of(alone)));
      if (!again.isAnswered()) {
        continue;
      }
      boolean bearer = alone.header().equalsIgnoreCase("authorization");
      String wrong = bearer ? "ANTHROPIC_API_KEY" : "ANTHROPIC_AUTH_TOKEN";
      Finding.Builder finding =
          chain
              .checkFor("CCP-L202", this)
              .finding(
                  Severity.ERROR,
                  "Of the two credentials that the client sends the wrong one counts");
      for (ClientHeader header : chain.client().headers()) {
        if (header.origin() != null && !header.name().equalsIgnoreCase(alone.header())) {
          finding.evidence(Evidence.of(header.origin()));
        }
      }
      return finding
          .confidence(Confidence.CERTAIN)
          .layer(Layer.CLIENT_CONFIG)
          .cause(
              "The request is taken with "
                  + alone.header()
                  + " alone, and refused with both: the endpoint looks at the other header first.")
          .impact("The client says that it is not logged in, or that the key is invalid.")
          .evidence(Reading.response(refused))
          .fix(Fix.manual("Leave " + wrong + " empty"))
          .explains("CCP-S104")
          .build();
    }
    return null;
  }

  /** The same key in the other header: some endpoints read only one of the two. */
  private @org.jspecify.annotations.Nullable Finding otherHeader(Chain chain, Exchange refused)
      throws InterruptedException {
    List<Credential> sent = chain.requests().credentials();
    if (sent.size() != 1) {
      return null;
    }
    Credential now = sent.get(0);
    boolean bearer = now.header().equalsIgnoreCase("authorization");
    if (!bearer && !now.header().equalsIgnoreCase("x-api-key")) {
      return null;
    }
    Credential swapped =
        bearer
            ? Credential.apiKey(now.secret(), now.origin())
            : Credential.bearer(now.secret(), now.origin());
    Exchange again =
        chain
            .prober()
            .askOnce(chain.requests().text(chain.model()).withCredentials(List.of(swapped)));
    if (again.status() == 0
        || again.status() == 401
        || again.status() == 403
        || again.status() == 429) {
      return null;
    }
    if (!again.isAnswered()) {
      Match match = chain.reading().best(again);
      if (match == null || ABOUT_CLIENT.contains(String.valueOf(match.check()))) {
        return null;
      }
    }
    String wrong = bearer ? "ANTHROPIC_AUTH_TOKEN" : "ANTHROPIC_API_KEY";
    String right = bearer ? "ANTHROPIC_API_KEY" : "ANTHROPIC_AUTH_TOKEN";
    ClientHeader header =
        chain.client().headers().isEmpty() ? null : chain.client().headers().get(0);
    Finding.Builder finding =
        chain.checkFor("CCP-L202", this) instanceof CredentialHeader check
            ? check.finding(
                Severity.ERROR,
                "The endpoint reads the "
                    + swapped.header()
                    + " header, and the client sends "
                    + now.header())
            : finding(Severity.ERROR, "The key stands in the wrong header");
    if (header != null && header.origin() != null) {
      finding.evidence(Evidence.of(header.origin()));
    }
    return finding
        .confidence(Confidence.CERTAIN)
        .layer(Layer.CLIENT_CONFIG)
        .cause(
            "The same key is refused as "
                + now.header()
                + " and taken as "
                + swapped.header()
                + ": "
                + right
                + " is the variable that this endpoint needs, not "
                + wrong
                + ".")
        .impact("The client says that it is not logged in, or that the key is invalid.")
        .evidence(Reading.response(refused))
        .fix(
            Fix.manual(
                "Move the key from " + wrong + " to " + right + ", and leave the other empty"))
        .build();
  }
}
