package dev.ccproxy.check.live;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Comparison;
import dev.ccproxy.probe.Comparison.Way;
import dev.ccproxy.probe.Tally;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The verdict about the layer where the provider may be asked too: the same dictated call over all
 * ways that there are ({@code probes.md} 3.5). What it cannot tell, it leaves open.
 */
final class DirectComparison {
  private static final Set<String> DAMAGED =
      Set.of("CCP-L501", "CCP-L601", "CCP-L602", "CCP-L605", "CCP-L701");

  private final Chain chain;
  private final Upstream upstream;
  private final int mostTries;
  private final LayerVerdict check = new LayerVerdict();

  /**
   * What came of it.
   *
   * @param verdict of the check {@link LayerVerdict}
   */
  record Refined(List<Finding> findings, CheckResult verdict) {
    Refined {
      findings = List.copyOf(findings);
    }
  }

  /**
   * @param mostTries of each way: 4, 10 or 20
   */
  DirectComparison(Chain chain, Upstream upstream, int mostTries) {
    this.chain = chain;
    this.upstream = upstream;
    this.mostTries = mostTries;
  }

  /** The findings, with the layer that the comparison names where it names one. */
  Refined refine(List<Finding> findings) throws InterruptedException {
    boolean any = false;
    for (Finding finding : findings) {
      any |= isDamage(finding);
    }
    if (!any) {
      return new Refined(findings, result(CheckResult.Status.SKIP, "no tool call arrives broken"));
    }
    Map<Way, Tally> tallies = tries();
    Comparison.Result result = Comparison.of(tallies).result();
    Layer layer = layer(result.verdict());
    String seen = seen(tallies);
    if (layer == null) {
      return new Refined(
          findings,
          result(CheckResult.Status.INCONCLUSIVE, "the ways give no clear picture: " + seen));
    }
    Confidence confidence = result.certain() ? Confidence.CERTAIN : Confidence.LIKELY;
    List<Finding> refined = new ArrayList<>();
    for (Finding finding : findings) {
      boolean model = finding.layer() == Layer.MODEL && layer == Layer.UPSTREAM;
      refined.add(
          isDamage(finding) && !model
              ? finding.with(layer).with(finding.severity(), confidence)
              : finding);
    }
    refined.add(
        check
            .finding(Severity.INFO, "Compared over " + tallies.size() + " ways: " + said(result))
            .layer(layer)
            .confidence(confidence)
            .cause(seen + ".")
            .impact("This is where the fault is put right.")
            .evidence(new Evidence(Evidence.Kind.REQUEST, "POST " + upstream.chat(), ""))
            .build());
    return new Refined(refined, result(CheckResult.Status.INFO, ""));
  }

  private CheckResult result(CheckResult.Status status, String reason) {
    return new CheckResult(check, status, null, reason, 0);
  }

  private static boolean isDamage(Finding finding) {
    return DAMAGED.contains(finding.id())
        && finding.severity() == Severity.ERROR
        && (finding.layer() == Layer.UPSTREAM
            || finding.layer() == Layer.TRANSLATOR
            || finding.layer() == Layer.MODEL);
  }

  private Map<Way, Tally> tries() throws InterruptedException {
    Map<Way, Tally> tallies = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      boolean gatewayChat = way == Way.GATEWAY_CHAT_JSON || way == Way.GATEWAY_CHAT_STREAM;
      if (!gatewayChat || chain.gateway().isLiteLlm()) {
        tallies.put(way, Tally.NONE);
      }
    }
    LayerComparison gateway = new LayerComparison(chain, mostTries);
    int done = 0;
    int goal = Comparison.nextRound(tallies);
    while (goal > done && goal <= mostTries) {
      for (Way way : List.copyOf(tallies.keySet())) {
        Tally tally = tallies.getOrDefault(way, Tally.NONE);
        while (tally.tries() < goal) {
          tally = tally.plus(works(way, gateway));
        }
        tallies.put(way, tally);
      }
      done = goal;
      goal = Comparison.nextRound(tallies);
    }
    return tallies;
  }

  private boolean works(Way way, LayerComparison gateway) throws InterruptedException {
    if (way != Way.UPSTREAM_JSON && way != Way.UPSTREAM_STREAM) {
      return gateway.works(way);
    }
    Exchange exchange = DirectCheck.chat(chain, upstream, way == Way.UPSTREAM_STREAM);
    return exchange.isAnswered() && exchange.asked().calledAsDictated(exchange.message());
  }

  /** Where the fault is put right; null where the comparison does not say. */
  private static @Nullable Layer layer(Comparison.Verdict verdict) {
    return switch (verdict) {
      // A wrong route or dropped tools are defects of conversion, whatever file holds the cure.
      case MESSAGES_STREAM, GATEWAY_STREAMS, MESSAGES_ADAPTER, GATEWAY_CONFIGURATION ->
          Layer.TRANSLATOR;
      case UPSTREAM_STREAMS, UPSTREAM_OR_MODEL -> Layer.UPSTREAM;
      case GATEWAY_ACCESS -> Layer.GATEWAY;
      case HEALTHY, GATEWAY_REPAIRS, INCONCLUSIVE -> null;
    };
  }

  private static String said(Comparison.Result result) {
    return switch (result.verdict()) {
      case MESSAGES_STREAM -> "the gateway damages the streams that the client gets";
      case GATEWAY_STREAMS -> "the gateway damages streams on both of its surfaces";
      case UPSTREAM_STREAMS -> "the provider's own streams are damaged";
      case MESSAGES_ADAPTER -> "the gateway does not carry the client's request over";
      case GATEWAY_CONFIGURATION -> "the gateway does not reach this model as it should";
      case UPSTREAM_OR_MODEL -> "the provider's server, or the model, fails by itself";
      default -> "the gateway refuses what the provider takes";
    };
  }

  private static String seen(Map<Way, Tally> tallies) {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<Way, Tally> tally : tallies.entrySet()) {
      out.append(out.length() == 0 ? "" : ", ")
          .append(
              switch (tally.getKey()) {
                case UPSTREAM_JSON -> "provider JSON ";
                case UPSTREAM_STREAM -> "provider stream ";
                case GATEWAY_CHAT_JSON -> "gateway Chat JSON ";
                case GATEWAY_CHAT_STREAM -> "gateway Chat stream ";
                case MESSAGES_JSON -> "gateway Messages JSON ";
                case MESSAGES_STREAM -> "gateway Messages stream ";
              })
          .append(tally.getValue().good())
          .append(" of ")
          .append(tally.getValue().tries());
    }
    return out.toString();
  }
}
