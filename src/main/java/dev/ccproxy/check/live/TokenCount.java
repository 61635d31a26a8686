package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import org.jspecify.annotations.Nullable;

/** Whether answers count their tokens: the client compacts its history by them. */
final class TokenCount extends EndpointCheck {

  TokenCount() {
    super(
        "CCP-L402",
        "usage-missing",
        "do answers count their tokens",
        Layer.TRANSLATOR,
        Group.MESSAGES,
        Mode.STANDARD,
        "CCP-L501");
  }

  /** Whether a rule of the wire is about counts of tokens. */
  static boolean isAbout(dev.ccproxy.wire.Finding rule) {
    return switch (rule.code()) {
      case N02, P05, P09, M04, U01 -> true;
      default -> false;
    };
  }

  /** What the rules say about the counts of the stream, which is what the client reads. */
  private @Nullable LiveResult broken(Chain chain, Exchange stream) {
    for (dev.ccproxy.wire.Finding rule : stream.broken(Severity.INFO)) {
      if (isAbout(rule) && rule.specSeverity().atLeast(Severity.WARNING)) {
        return LiveResult.of(chain.reading().protocol(this, stream, rule)).withoutBlocking();
      }
    }
    return null;
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange stream = chain.textStream();
    LiveResult broken = broken(chain, stream);
    if (broken != null) {
      return broken;
    }
    Exchange json = chain.text();
    LiveResult other = broken(chain, json);
    if (other != null && stream.inputTokens() > 0) {
      // The client streams, and asks for JSON only when that fails.
      return LiveResult.of(
          other.findings().get(0).with(Severity.INFO, other.findings().get(0).confidence()));
    }
    if (!stream.isAnswered() || stream.inputTokens() > 0 || json.inputTokens() > 0) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.WARNING, "Answers do not count their input tokens")
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause("The usage of JSON and of streams is missing or zero.")
            .impact(
                "The client does not see its window fill up and compacts too late: long sessions"
                    + " end in an error.")
            .evidence(Reading.request(stream))
            .evidence(Reading.response(json))
            .fix(Fix.manual("Let the gateway ask its upstream for usage in streams"))
            .build());
  }
}
