package dev.ccproxy.check.live;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientIdentity;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.probe.DeltaDebugging;
import dev.ccproxy.probe.Feature;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the whole request of the client is taken, with everything that it sends under its
 * settings. Where it is refused, parts are left out until it is known which one is the reason, and
 * whether the client gets over it by itself.
 */
final class FullRequestTaken extends EndpointCheck {
  private static final int MOST_TRIALS = 12;
  private static final int REFUSAL = 8192;

  /** Read when a request is refused: all checks are made at every start, few of them ask. */
  private @Nullable FeatureFacts facts;

  FullRequestTaken() {
    super(
        "CCP-L701",
        "full-request-refused",
        "is the client's full request taken",
        Layer.TRANSLATOR,
        Group.REQUEST_SHAPE,
        Mode.STANDARD,
        "CCP-L602");
  }

  private static final String MAX_OUTPUT = "CLAUDE_CODE_MAX_OUTPUT_TOKENS";

  /** The check of the files that texts about a window that is too small name. */
  private static final String WINDOW = "CCP-S209";

  /** Limits for an answer that are tried where the client's is too high; less is no use. */
  private static final int[] LOWER_LIMITS = {32_000, 16_384, 8192, 4096};

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange full = chain.full();
    if (full.isAnswered()) {
      LiveResult result = chain.reading().result(this, full);
      return result.findings().isEmpty() && noCall(full) ? again(chain) : result;
    }
    int status = full.first().status();
    if (status < 400 || status == 401 || status == 402 || status == 403 || status == 429) {
      return LiveResult.of(refusal(chain, full));
    }
    if (isForOurAgent(chain)) {
      return LiveResult.of(otherAgent(chain, full));
    }
    Match match = chain.reading().best(full);
    if (match != null && WINDOW.equals(match.check())) {
      return LiveResult.of(outsideWindow(chain, full));
    }
    List<Feature> sent = chain.shape().ordered();
    String text = full.first().body().text(REFUSAL);
    DeltaDebugging.Result<Feature> found =
        DeltaDebugging.find(
            sent,
            suspects(chain, text, sent),
            Feature::withNeeds,
            kept -> trial(chain, kept, status),
            MOST_TRIALS);
    if (found.causes().isEmpty()) {
      return LiveResult.of(refusal(chain, full));
    }
    List<Finding> findings = new ArrayList<>();
    for (Set<Feature> cause : found.causes()) {
      findings.add(refused(chain, full, cause, text));
    }
    if (!found.minimal()) {
      findings.addAll(behind(chain, sent, found.causes()));
    }
    return LiveResult.of(findings);
  }

  /**
   * The request and the answer that it asks for share the window: where the same request is taken
   * with a short answer, it is the client's limit that is too high.
   */
  private Finding outsideWindow(Chain chain, Exchange full) throws InterruptedException {
    long fitting = longestAnswer(chain);
    if (fitting == 0) {
      return refusal(chain, full).with(Severity.ERROR, Confidence.CERTAIN);
    }
    return chain
        .checkFor("CCP-L710", this)
        .finding(
            Severity.ERROR,
            "The client's max_tokens of "
                + chain.shape().maxTokens()
                + " leaves no room for its requests in the model's window (status "
                + full.first().status()
                + ")")
        .layer(Layer.CLIENT_CONFIG)
        .confidence(Confidence.CERTAIN)
        .cause(
            "Request and answer share the window, and the same request is taken with "
                + fitting
                + ".")
        .impact("Every request of the client fails; /compact does not help.")
        .evidence(Reading.request(full))
        .evidence(Reading.response(full))
        .subject(Feature.MAX_TOKENS.word())
        .fix(setting(chain, MAX_OUTPUT, Long.toString(fitting), true))
        .build();
  }

  /** The highest limit for an answer with which the request is taken; 0 for none. */
  private static long longestAnswer(Chain chain) throws InterruptedException {
    for (int limit : LOWER_LIMITS) {
      if (limit < chain.shape().maxTokens()
          && chain
              .prober()
              .ask(chain.requests().full(chain.model(), chain.shape().withMaxTokens(limit)))
              .isAnswered()) {
        return limit;
      }
    }
    return 0;
  }

  /** What is refused once the first cause is out of the way, in other words than before. */
  private List<Finding> behind(Chain chain, List<Feature> sent, List<Set<Feature>> causes)
      throws InterruptedException {
    List<Feature> rest = new ArrayList<>();
    for (Feature feature : sent) {
      boolean out = false;
      for (Set<Feature> cause : causes) {
        out |= feature.withNeeds().containsAll(cause);
      }
      if (!out) {
        rest.add(feature);
      }
    }
    Exchange again =
        chain
            .prober()
            .ask(chain.requests().full(chain.model(), chain.shape(), new LinkedHashSet<>(rest)));
    if (again.isAnswered()) {
      // Some say 200 first, and put the refusal into the stream.
      return chain.reading().result(this, again).findings();
    }
    int status = again.first().status();
    if (status != 400 && status != 422) {
      return List.of();
    }
    String text = again.first().body().text(REFUSAL);
    DeltaDebugging.Result<Feature> found =
        DeltaDebugging.find(
            rest,
            suspects(chain, text, rest),
            Feature::withNeeds,
            kept -> trial(chain, kept, status),
            MOST_TRIALS);
    List<Finding> findings = new ArrayList<>();
    for (Set<Feature> cause : found.causes()) {
      findings.add(refused(chain, again, cause, text));
    }
    return findings;
  }

  /** What the text names, then what the program is known to refuse. */
  private List<Feature> suspects(Chain chain, String text, List<Feature> sent) {
    List<Feature> suspects = new ArrayList<>(facts().named(text, sent));
    if (chain.gateway().has(Gateway.Trait.REFUSES_SYSTEM_MESSAGE)) {
      suspect(Feature.SYSTEM_MESSAGE, sent, suspects);
    }
    if (chain.gateway().has(Gateway.Trait.REFUSES_ADAPTIVE_THINKING)) {
      suspect(Feature.THINKING, sent, suspects);
    }
    return suspects;
  }

  private static void suspect(Feature feature, List<Feature> sent, List<Feature> suspects) {
    if (sent.contains(feature) && !suspects.contains(feature)) {
      suspects.add(feature);
    }
  }

  /**
   * Whether the same request is taken with the client's own user agent: LiteLLM spares Claude Code
   * what it refuses to others ({@code probes.md} L713). Asked of the user's own gateway only.
   */
  private static boolean isForOurAgent(Chain chain) throws InterruptedException {
    if (chain.isDirect() || !(chain.gateway().isLiteLlm() || chain.client().url().isLoopback())) {
      return false;
    }
    Exchange again =
        chain
            .prober()
            .askOnce(
                chain
                    .requests()
                    .full(chain.model(), chain.shape())
                    .withHeader("user-agent", chain.shape().userAgent()));
    return again.isAnswered();
  }

  private Finding otherAgent(Chain chain, Exchange full) {
    return chain
        .checkFor("CCP-L713", this)
        .finding(Severity.INFO, "The gateway makes an exception for Claude Code by its name")
        .layer(Layer.TRANSLATOR)
        .confidence(Confidence.CERTAIN)
        .cause(
            "The full request is refused under the user agent of this program and taken under the"
                + " client's.")
        .impact("None for Claude Code; another client would be refused.")
        .evidence(Reading.request(full))
        .evidence(Reading.response(full))
        .build();
  }

  private FeatureFacts facts() {
    FeatureFacts known = facts;
    if (known == null) {
      known = new FeatureFacts();
      facts = known;
    }
    return known;
  }

  private static boolean noCall(Exchange exchange) {
    Message message = exchange.message();
    return message != null && message.calls().isEmpty();
  }

  /** Without a call the answer shows less; a model may need a second go. */
  private LiveResult again(Chain chain) throws InterruptedException {
    Exchange second = chain.prober().ask(chain.requests().full(chain.model(), chain.shape()));
    LiveResult result = chain.reading().result(this, second);
    if (!result.findings().isEmpty() || !noCall(second)) {
      return result;
    }
    return LiveResult.of(
        finding(
                Severity.WARNING,
                "Among all the client's tools the model does not make the dictated call")
            .layer(Layer.MODEL)
            .confidence(Confidence.POSSIBLE)
            .cause("With one tool it does: the long request is more than it can keep apart.")
            .impact("The agent talks instead of acting.")
            .evidence(Reading.request(second))
            .evidence(Reading.response(second))
            .tries(2, 0)
            .fix(Fix.manual("Use a larger model, or CLAUDE_CODE_SIMPLE=1 for a short request"))
            .build());
  }

  private Finding refusal(Chain chain, Exchange full) {
    return chain.reading().refusal(this, full, "");
  }

  /** Whether a stream that began with 200 ends in a refusal. */
  private static boolean holdsError(Exchange exchange) {
    for (dev.ccproxy.wire.Finding rule : exchange.broken(Severity.ERROR)) {
      if (rule.code().number().startsWith("E")) {
        return true;
      }
    }
    return false;
  }

  private static DeltaDebugging.Outcome trial(Chain chain, Set<Feature> kept, int status)
      throws InterruptedException {
    Exchange exchange =
        chain.prober().ask(chain.requests().full(chain.model(), chain.shape(), kept));
    if (exchange.isAnswered()) {
      return holdsError(exchange)
          ? DeltaDebugging.Outcome.UNCLEAR
          : DeltaDebugging.Outcome.ACCEPTED;
    }
    return exchange.status() == status
        ? DeltaDebugging.Outcome.REFUSED
        : DeltaDebugging.Outcome.UNCLEAR;
  }

  private Finding refused(Chain chain, Exchange full, Set<Feature> cause, String text) {
    Feature feature = cause.iterator().next();
    for (Feature each : cause) {
      // The most particular part names the cause; what it needs is only its frame.
      feature = each;
    }
    FeatureFacts.Known known = facts().of(feature);
    ClientIdentity client = chain.files().workspace().client();
    boolean recovers = facts().recovers(feature, text, client);
    Match match = chain.reading().best(full);
    Check check = chain.checkFor(known.check(), this);
    Match explanation =
        match != null && match.signature() != null && match.layer() != Layer.UNKNOWN ? match : null;
    Layer layer =
        explanation != null
            ? explanation.layer()
            : chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR;
    Finding.Builder finding =
        check
            .finding(
                recovers ? Severity.INFO : Severity.ERROR,
                known.name() + " is refused with status " + full.first().status())
            .spec(Severity.ERROR)
            .layer(layer)
            .confidence(Confidence.CERTAIN)
            .cause(
                (explanation == null ? "" : explanation.cause() + " ")
                    + "Without this part the same request is taken.")
            .impact(
                recovers
                    ? "The client understands this refusal, leaves the part out and goes on: one"
                        + " more request in each session."
                    : "Every request of the client fails; it does not know how to go on.")
            .evidence(Reading.request(full))
            .evidence(Reading.response(full))
            .subject(feature.word());
    if (!recovers) {
      finding.fix(fix(chain, feature, known, match, text));
    }
    return finding.build();
  }

  private static @Nullable Fix fix(
      Chain chain, Feature feature, FeatureFacts.Known known, @Nullable Match match, String text) {
    if (feature == Feature.MAX_TOKENS) {
      long most = largestBelow(text, chain.shape().maxTokens());
      if (most > 0) {
        return setting(chain, MAX_OUTPUT, Long.toString(most), true);
      }
    }
    int equals = known.setting().indexOf('=');
    if (equals > 0) {
      return setting(
          chain,
          known.setting().substring(0, equals),
          known.setting().substring(equals + 1),
          false);
    }
    return match == null || match.fix().isEmpty()
        ? Fix.manual("Use a release of the gateway, or a route, that takes " + known.name())
        : Fix.manual(match.fix());
  }

  /** The largest number in the refusal that is smaller than what was asked for: the limit. */
  private static long largestBelow(String text, long asked) {
    long best = 0;
    long number = 0;
    boolean in = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c >= '0' && c <= '9' && number < 1_000_000_000L) {
        number = number * 10 + c - '0';
        in = true;
      } else if (in) {
        if (number >= 1024 && number < asked) {
          best = Math.max(best, number);
        }
        number = 0;
        in = false;
      }
    }
    return best;
  }

  private static Fix setting(Chain chain, String name, String value, boolean safe) {
    String summary = "Set " + name + "=" + value + " for the client";
    for (SettingsFile file : chain.files().workspace().settings().files()) {
      if (file.isInEffect() && file.env().containsKey("ANTHROPIC_BASE_URL")) {
        FileEdit edit =
            new FileEdit.Tree(
                file.file().path(),
                FileEdit.Format.JSON,
                new Change.Set(NodePath.of("env", name), Value.of(value)));
        return safe ? Fix.safe(summary, edit) : Fix.ask(summary, edit);
      }
    }
    return Fix.manual(summary, "export " + name + "=" + value);
  }
}
