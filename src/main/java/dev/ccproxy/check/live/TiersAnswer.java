package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether each model that the client asks for is there. */
final class TiersAnswer extends EndpointCheck {

  private static final int EXCERPT = 2000;

  /** Checks that refusals of a single model belong to. */
  private static final Set<String> ABOUT_MODELS = Set.of("CCP-S106", "CCP-L302", "CCP-L301");

  TiersAnswer() {
    super(
        "CCP-L302",
        "tier-not-served",
        "does every tier's model answer",
        Layer.CLIENT_CONFIG,
        Group.MODELS,
        Mode.STANDARD,
        "CCP-L201");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Exchange main = chain.text();
    for (Map.Entry<String, List<Tier>> model : chain.models().entrySet()) {
      boolean isMain = model.getKey().equals(chain.model());
      if (isMain) {
        continue;
      }
      Exchange exchange = chain.withRoom(chain.requests().text(model.getKey()));
      if (exchange.isAnswered() || !main.isAnswered() && sameRefusal(chain, main, exchange)) {
        continue;
      }
      Tier tier = model.getValue().get(0);
      Finding finding =
          chain
              .reading()
              .refusal(this, exchange, tier.word())
              .titled(tier.word() + " tier, model " + model.getKey() + ": ");
      if (finding.id().equals(id()) && main.isAnswered() && isMissing(exchange)) {
        finding = finding.with(Layer.CLIENT_CONFIG);
      }
      ClientModel asked = chain.client().models().tier(tier);
      findings.add(
          asked.origin() == null ? finding : finding.withFirst(Evidence.of(asked.origin())));
    }
    // The main model is judged by the checks of messages; the other tiers block nothing.
    return LiveResult.of(findings).withoutBlocking();
  }

  /** Whether the refusal is about a model that nobody serves. */
  private static boolean isMissing(Exchange exchange) {
    int status = exchange.first().status();
    return (status == 404 || status == 400)
        && exchange
            .first()
            .body()
            .text(EXCERPT)
            .toLowerCase(java.util.Locale.ROOT)
            .contains("model");
  }

  /** Whether both are refused for the same reason, and not each for its own name. */
  private static boolean sameRefusal(Chain chain, Exchange one, Exchange other) {
    if (one.first().status() != other.first().status()) {
      return false;
    }
    Match match = chain.reading().best(one);
    Match otherMatch = chain.reading().best(other);
    if (match == null || otherMatch == null) {
      return match == otherMatch && one.first().status() != 404;
    }
    return String.valueOf(match.signature()).equals(String.valueOf(otherMatch.signature()))
        && !ABOUT_MODELS.contains(String.valueOf(match.check()));
  }
}
