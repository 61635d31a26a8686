package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.wire.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a short text comes back as one JSON message. */
final class AnswersText extends EndpointCheck {
  /** Bytes of a refusal that are looked at. */
  private static final int BODY = 16 * 1024;

  /** What is said of a thing that is not there. */
  private static final List<String> UNKNOWN =
      List.of(
          "not exist",
          "not found",
          "no such",
          "unknown",
          "invalid model",
          "not available",
          "not supported",
          "unsupported",
          "supported model",
          "supported api model",
          "not a valid",
          "not recognized",
          "not one of");

  AnswersText() {
    super(
        "CCP-L401",
        "text-fails",
        "does a short text come back as a message",
        Layer.TRANSLATOR,
        Group.MESSAGES,
        Mode.QUICK,
        "CCP-L201");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange text = chain.text();
    Finding unserved = modelNotServed(chain, text);
    return unserved == null ? chain.reading().result(this, text) : LiveResult.of(unserved);
  }

  /**
   * Whether a refusal that names the model is about the model, in whatever words. The request holds
   * nothing else that could be unknown or missing.
   */
  static boolean saysUnknownModel(String body) {
    String text = body.toLowerCase(Locale.ROOT);
    for (String words : UNKNOWN) {
      if (text.contains(words)) {
        return text.contains("model");
      }
    }
    return false;
  }

  /**
   * The finding for a refusal that names the model, in words that nobody knows; null where it is
   * about something else. Whether the model is listed tells one from the other where the status
   * does not.
   */
  private @Nullable Finding modelNotServed(Chain chain, Exchange text) throws InterruptedException {
    int status = text.first().status();
    Match match = chain.reading().best(text);
    boolean known =
        match != null && match.signature() != null && match.confidence() != Confidence.POSSIBLE;
    if (known || status != 404 && status != 400 || !text.bodyStart(BODY).contains(chain.model())) {
      return null;
    }
    List<String> served = Chain.ids(chain.modelList());
    boolean unlisted = !served.isEmpty() && !ModelList.isIn(served, chain.model());
    boolean told = served.isEmpty() && (status == 404 || saysUnknownModel(text.bodyStart(BODY)));
    if (!unlisted && !told) {
      return null;
    }
    Tier tier = chain.models().values().iterator().next().get(0);
    String nearest = Nearest.of(chain.model(), served).orElse("");
    ClientModel asked = chain.client().models().tier(tier);
    Finding finding =
        chain
            .checkFor("CCP-L302", this)
            .finding(
                Severity.ERROR,
                "No model is served as " + chain.model() + " (status " + status + ")")
            .layer(Layer.CLIENT_CONFIG)
            .confidence(unlisted ? Confidence.LIKELY : Confidence.POSSIBLE)
            .cause(
                "The refusal names the model"
                    + (unlisted
                        ? ", and it is none of the " + served.size() + " that are listed."
                        : "."))
            .impact("The client says that there is an issue with the selected model.")
            .evidence(Reading.request(text))
            .evidence(Reading.response(text))
            .subject(tier.word())
            .fix(
                Fix.manual(
                    "Let "
                        + tier.variable()
                        + " name a model that is served"
                        + (nearest.isEmpty() ? "" : ", " + nearest + " for instance")))
            .build();
    return asked.origin() == null ? finding : finding.withFirst(Evidence.of(asked.origin()));
  }
}
