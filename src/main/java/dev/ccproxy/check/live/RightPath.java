package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether {@code /v1/messages} is where the client looks for it: a refusal in JSON says that the
 * path is right, a missing page that it is not. Other paths are tried on the same origin only.
 */
final class RightPath extends EndpointCheck {
  private static final String[] ADDED = {"/anthropic", "/api", "/api/anthropic"};

  RightPath() {
    super(
        "CCP-L106",
        "wrong-path",
        "is /v1/messages below the base URL",
        Layer.CLIENT_CONFIG,
        Group.REACH,
        Mode.QUICK,
        "CCP-L104",
        "CCP-L105");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange path = chain.path();
    if (path.failure() != null && path.status() == 0) {
      return LiveResult.of(chain.reading().refusal(this, path, ""));
    }
    if (isThere(path)) {
      return path.status() == 401 || path.status() == 403 ? behindTheKey(chain) : LiveResult.OK;
    }
    // Some gateways hide their paths from those without a good key.
    Exchange text = chain.text();
    if (isThere(text)) {
      return LiveResult.OK;
    }
    Endpoint base = chain.requests().endpoint();
    for (Endpoint other : candidates(base)) {
      Exchange tried = tried(chain, other);
      if (isThere(tried)) {
        return LiveResult.of(elsewhere(chain, path, tried, other));
      }
    }
    return LiveResult.of(nowhere(chain, path));
  }

  /** Some servers look at the key first and then for the path. */
  private LiveResult behindTheKey(Chain chain) throws InterruptedException {
    Exchange text = chain.text();
    if (text.status() != 404 || isThere(text)) {
      return LiveResult.OK;
    }
    for (Endpoint other : candidates(chain.requests().endpoint())) {
      Exchange tried = tried(chain, other);
      if (tried.status() == 400 || tried.status() == 422) {
        return LiveResult.of(elsewhere(chain, text, tried, other));
      }
    }
    return LiveResult.OK;
  }

  /** An empty request to another path of the same origin, with the key that belongs there. */
  private static Exchange tried(Chain chain, Endpoint other) throws InterruptedException {
    return chain
        .prober()
        .askOnce(chain.requests().path(other).withCredentials(chain.requests().credentials()));
  }

  /** Whether the path exists: any answer of a program that understood the request. */
  private static boolean isThere(Exchange exchange) {
    int status = exchange.status();
    if (status == 404 || status == 405 || status == 0) {
      // A model that is not there is no missing path.
      return status == 404 && exchange.asked().id().startsWith("Q01") && speaksOfModel(exchange);
    }
    return !(exchange.isHtml() && status != 403) && status != 301 && status != 308;
  }

  private static boolean speaksOfModel(Exchange exchange) {
    String body = exchange.bodyStart(2000).toLowerCase(java.util.Locale.ROOT);
    return body.contains("model") || body.contains("deployment") || body.contains("litellm.");
  }

  private static List<Endpoint> candidates(Endpoint base) {
    List<String> paths = new ArrayList<>();
    String path = base.path();
    for (String end : new String[] {"/v1/messages", "/messages", "/chat/completions", "/v1"}) {
      if (path.endsWith(end)) {
        path = path.substring(0, path.length() - end.length());
        paths.add(path);
      }
    }
    for (String added : ADDED) {
      if (!path.endsWith(added)) {
        paths.add(path + added);
      }
    }
    if (!path.isEmpty()) {
      paths.add("");
      paths.add("/anthropic");
    }
    List<Endpoint> candidates = new ArrayList<>();
    for (String one : paths) {
      Endpoint candidate = base.withPath(one);
      boolean known = one.equals(base.path());
      for (Endpoint earlier : candidates) {
        known |= earlier.path().equals(one);
      }
      if (!known) {
        candidates.add(candidate);
      }
    }
    return candidates;
  }

  private Finding elsewhere(Chain chain, Exchange path, Exchange tried, Endpoint right) {
    EffectiveValue base = chain.client().baseUrl().orElse(null);
    Finding.Builder finding =
        finding(Severity.ERROR, "There is no /v1/messages below the base URL; it is below " + right)
            .cause(
                "The client appends /v1/messages to ANTHROPIC_BASE_URL, and "
                    + chain.whoAnswers()
                    + " has that path below another base.")
            .impact(
                "The client says that there is an issue with the selected model; the model is not"
                    + " the reason.")
            .explains("CCP-L201", "CCP-L401");
    if (base != null) {
      finding.evidence(Evidence.of(base));
    }
    return finding
        .evidence(Reading.response(path))
        .evidence(
            new Evidence(
                Evidence.Kind.RESPONSE,
                Reading.name(tried),
                "status " + tried.status() + ", an answer in JSON"))
        .fix(fix(base, right.toString()))
        .build();
  }

  private static Fix fix(@Nullable EffectiveValue base, String url) {
    Place place = base == null ? null : base.origin().place();
    String summary = "Set ANTHROPIC_BASE_URL to " + url;
    if (base == null || place == null) {
      return Fix.manual(summary, "export ANTHROPIC_BASE_URL=" + url);
    }
    boolean env = base.origin().source() == Origin.Source.DOTENV;
    return Fix.safe(
        summary,
        new FileEdit.Tree(
            place.path(),
            env ? FileEdit.Format.ENV : FileEdit.Format.JSON,
            new Change.Set(
                env ? NodePath.of("ANTHROPIC_BASE_URL") : NodePath.of("env", "ANTHROPIC_BASE_URL"),
                Value.of(url))));
  }

  private Finding nowhere(Chain chain, Exchange path) {
    boolean known = chain.gateway().isKnown();
    String where = chain.requests().endpoint().origin().toString();
    String server = path.last().header("server");
    Finding.Builder finding =
        known
            ? finding(Severity.ERROR, chain.whoAnswers() + " has no /v1/messages")
                .layer(Layer.GATEWAY)
                .cause(
                    "This release, or the way it is set up, does not offer the Anthropic protocol.")
                .fix(
                    Fix.manual(
                        "Use a release with an Anthropic endpoint, or put LiteLLM in between"))
            : finding(
                    Severity.ERROR,
                    "Another program answers at "
                        + where
                        + (server.isEmpty() ? "" : " (" + server + ")")
                        + ": no LiteLLM, no gateway")
                .layer(Layer.NETWORK)
                .confidence(path.isHtml() ? Confidence.CERTAIN : Confidence.LIKELY)
                .cause(
                    "Nothing below this address knows /v1/messages, and nothing about the answers"
                        + " looks like a gateway: another service has the port.")
                .fix(
                    Fix.manual(
                        "Stop the other program or give the gateway another port, and put that port"
                            + " into ANTHROPIC_BASE_URL"));
    EffectiveValue base = chain.client().baseUrl().orElse(null);
    if (base != null) {
      finding.evidence(Evidence.of(base));
    }
    return finding
        .impact("The client says that there is an issue with the selected model.")
        .evidence(Reading.request(path))
        .evidence(Reading.response(path))
        .build();
  }
}
