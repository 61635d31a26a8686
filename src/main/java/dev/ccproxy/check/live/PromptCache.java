package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.MessageSummary;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;

/** Whether the beginning of a repeated request is taken from a cache. */
final class PromptCache extends EndpointCheck {

  PromptCache() {
    super(
        "CCP-L804",
        "no-prompt-cache",
        "is a repeated request taken from a cache",
        Layer.UPSTREAM,
        Group.CONTEXT,
        Mode.DEEP,
        "CCP-L701");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    chain.full();
    Exchange again = chain.prober().ask(chain.requests().full(chain.model(), chain.shape()));
    Verdict verdict = again.verdict();
    MessageSummary message = verdict == null ? null : verdict.message();
    if (message == null || message.usage().cacheRead() > 0) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.INFO, "A repeated request is not taken from a cache, or nobody says so")
            .confidence(Confidence.POSSIBLE)
            .cause(
                "The second of two requests with the same beginning counts no cached tokens."
                    + " CLAUDE_CODE_ATTRIBUTION_HEADER=0 keeps the beginning the same.")
            .impact("Each turn is read from the start: slower and dearer.")
            .evidence(Reading.request(again))
            .build());
  }
}
