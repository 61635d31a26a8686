package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whether requests at the same time are answered at the same time, as subagents need it. */
final class Concurrency extends EndpointCheck {
  private static final int AT_ONCE = 3;

  /** Shorter answers are over before the next one begins. */
  private static final long SHORTEST_MS = 300;

  Concurrency() {
    super(
        "CCP-L802",
        "requests-queue",
        "are requests at the same time answered at the same time",
        Layer.UPSTREAM,
        Group.CONTEXT,
        Mode.DEEP,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    long one = chain.text().last().timings().total().toMillis();
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    int refused = 0;
    long start = System.nanoTime();
    try {
      List<Future<Exchange>> asked = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        asked.add(
            workers.submit(() -> chain.prober().askOnce(chain.requests().text(chain.model()))));
      }
      for (Future<Exchange> each : asked) {
        refused += each.get().status() == 429 ? 1 : 0;
      }
    } catch (ExecutionException e) {
      return LiveResult.inconclusive("the requests did not end").withoutBlocking();
    } finally {
      workers.shutdownNow();
    }
    long all = (System.nanoTime() - start) / 1_000_000;
    boolean queue = one > SHORTEST_MS && all > one * 5 / 2;
    if (refused == 0 && !queue) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.INFO,
                refused > 0
                    ? "Of three requests at once " + refused + " are refused with status 429"
                    : "Three requests at once take " + all + " ms, one takes " + one + " ms")
            .confidence(Confidence.LIKELY)
            .cause("The server answers one after the other, or allows few at a time.")
            .impact("Subagents wait for each other.")
            .build());
  }
}
