package dev.ccproxy.check.live;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Whether long requests arrive whole. Where the count of tokens of the full request looks right
 * nothing is asked; the deep level sends texts of growing length with a code at their beginning.
 */
final class ContextWindow extends EndpointCheck {
  private static final int[] LADDER = {20_000, 60_000, 120_000};
  private static final int[] FIRST = {6_000};
  private static final int[] NONE = {};

  /** So much the client needs for its first request. */
  private static final int NEEDED = 20_000;

  ContextWindow() {
    super(
        "CCP-L801",
        "context-cut",
        "do long requests arrive whole",
        Layer.UPSTREAM,
        Group.CONTEXT,
        Mode.STANDARD,
        "CCP-L701");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange full = chain.full();
    LiveResult counted = tooMany(chain, full);
    if (counted != null) {
      return counted;
    }
    int[] steps = chain.depth() == Mode.DEEP ? LADDER : isDoubtful(chain, full) ? FIRST : NONE;
    for (int tokens : steps) {
      Exchange exchange = chain.withRoom(chain.requests().needle(chain.model(), tokens));
      if (!exchange.isAnswered()) {
        return tokens <= NEEDED
            ? LiveResult.of(refused(chain, exchange, tokens))
            : LiveResult.of(limit(exchange, tokens));
      }
      if (!exchange.asked().nonceSeen(exchange.text())) {
        return LiveResult.of(lost(chain, exchange, tokens, isCut(chain, exchange, tokens)));
      }
    }
    return LiveResult.OK;
  }

  /** Characters instead of tokens, or counts that are far too high. */
  private @Nullable LiveResult tooMany(Chain chain, Exchange full) {
    long tokens = full.inputTokens();
    int bytes = full.request().bodyLength();
    if (tokens <= 0 || bytes <= 0 || tokens < bytes * 0.7) {
      return null;
    }
    return LiveResult.of(
        chain
            .checkFor("CCP-L402", this)
            .finding(
                Severity.WARNING,
                "Answers count far too many input tokens: " + tokens + " for " + bytes + " bytes")
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.LIKELY)
            .cause("Characters may be counted instead of tokens.")
            .impact("The client takes its window for full and compacts the session far too early.")
            .evidence(Reading.request(full))
            .evidence(Reading.response(full))
            .build());
  }

  /** Fewer tokens than any tokenizer makes of so much text, or a server that is known to cut. */
  private static boolean isDoubtful(Chain chain, Exchange full) {
    long tokens = full.inputTokens();
    return chain.isLocal()
        || (tokens > 0 && tokens < full.request().bodyLength() / 8)
        || (full.message() != null && full.message().calls().isEmpty());
  }

  /** Whether twice the text counts hardly more tokens: then both were cut to the same length. */
  private static boolean isCut(Chain chain, Exchange exchange, int tokens)
      throws InterruptedException {
    long stated = exchange.inputTokens();
    if (stated <= 0) {
      return false;
    }
    Exchange twice = chain.withRoom(chain.requests().needle(chain.model(), 2 * tokens));
    return twice.isAnswered() && twice.inputTokens() < stated * 3 / 2;
  }

  private Finding lost(Chain chain, Exchange exchange, int tokens, boolean cut) {
    return finding(
            cut ? Severity.ERROR : tokens <= NEEDED ? Severity.WARNING : Severity.INFO,
            cut
                ? "Long requests are cut without a word: "
                    + exchange.inputTokens()
                    + " of about "
                    + tokens
                    + " tokens arrive"
                : "Of a text of about " + tokens + " tokens the model does not know the beginning")
        .layer(cut ? (chain.isDirect() ? Layer.UPSTREAM : Layer.GATEWAY) : Layer.MODEL)
        .confidence(cut ? Confidence.CERTAIN : Confidence.POSSIBLE)
        .cause(
            cut
                ? "The server has a smaller window than the client's requests need, and drops their"
                    + " beginning; Ollama does so with its usual window."
                : "All tokens are counted; the model overlooks what stands far in front.")
        .impact("The agent forgets its instructions and tools in the middle of a session.")
        .evidence(Reading.request(exchange))
        .evidence(Reading.response(exchange))
        .fix(
            Fix.manual(
                cut
                    ? "Give the server a larger window: OLLAMA_CONTEXT_LENGTH=65536, num_ctx,"
                        + " --ctx-size or --max-model-len"
                    : "Use a model for long texts"))
        .build();
  }

  private Finding refused(Chain chain, Exchange exchange, int tokens) {
    return chain
        .reading()
        .refusal(this, exchange, "")
        .titled("A text of about " + tokens + " tokens is refused: ");
  }

  private Finding limit(Exchange exchange, int tokens) {
    return finding(
            Severity.INFO,
            "A text of about "
                + tokens
                + " tokens is refused with status "
                + exchange.first().status())
        .confidence(Confidence.LIKELY)
        .cause("That is more than the window of the model, or more than the account may send.")
        .impact("Long sessions must be compacted before; set CLAUDE_CODE_AUTO_COMPACT_WINDOW.")
        .evidence(Reading.request(exchange))
        .evidence(Reading.response(exchange))
        .build();
  }
}
