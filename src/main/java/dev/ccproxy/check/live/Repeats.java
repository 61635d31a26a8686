package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether the model follows the simplest instruction every time. */
final class Repeats extends EndpointCheck {
  private static final int TRIES = 3;

  Repeats() {
    super(
        "CCP-L407",
        "instruction-not-followed",
        "does the model do what it is told",
        Layer.MODEL,
        Group.MESSAGES,
        Mode.DEEP,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    int right = 0;
    Exchange last = chain.text();
    for (int n = 0; n < TRIES; n++) {
      last = n == 0 ? chain.text() : chain.withRoom(chain.requests().text(chain.model()));
      right += last.asked().nonceSeen(last.text()) ? 1 : 0;
    }
    if (right == TRIES) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                right == 0 ? Severity.WARNING : Severity.INFO,
                "The model repeats a word that it is told to repeat "
                    + right
                    + " times of "
                    + TRIES)
            .confidence(Confidence.POSSIBLE)
            .cause("It is too weak, or the text is changed on the way.")
            .impact("An agent needs a model that does what it is told.")
            .evidence(Reading.request(last))
            .evidence(Reading.response(last))
            .tries(TRIES, right)
            .fix(Fix.manual("Compare with a stronger model on the same route"))
            .build());
  }
}
