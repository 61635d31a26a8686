package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Arrivals;
import dev.ccproxy.wire.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether the pieces of a stream arrive one by one, or all at once when the answer is complete. */
final class Buffering extends EndpointCheck {
  /** Fewer pieces show nothing. */
  private static final int FEWEST = 8;

  /** The fastest models need longer for so many pieces. */
  private static final Duration AT_ONCE = Duration.ofMillis(20);

  Buffering() {
    super(
        "CCP-L502",
        "stream-buffered",
        "do the pieces of a stream arrive one by one",
        Layer.NETWORK,
        Group.STREAMS,
        Mode.STANDARD,
        "CCP-L501");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.isLocal() && chain.depth() != Mode.DEEP) {
      return LiveResult.skip("a model on this machine needs long for a long text");
    }
    Exchange exchange = chain.prober().ask(chain.requests().longStream(chain.model()));
    if (!isHeldBack(chain, exchange)) {
      return LiveResult.OK;
    }
    // A machine with much to do looks like that once.
    Exchange again = chain.prober().ask(chain.requests().longStream(chain.model()));
    if (!isHeldBack(chain, again)) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.WARNING, "The pieces of a stream arrive all at once, when it is complete")
            .confidence(Confidence.LIKELY)
            .layer(chain.isDirect() ? Layer.NETWORK : Layer.GATEWAY)
            .cause(
                "Something between the model and here keeps them back: a web server with buffering,"
                    + " or a gateway that asks its upstream for one whole answer.")
            .impact(
                "Nothing is to be seen until the end; the client gives up after 300 s of silence.")
            .evidence(Reading.request(again))
            .evidence(
                new Evidence(
                    Evidence.Kind.RESPONSE,
                    "Q02/150",
                    "first piece after "
                        + firstMillis(again)
                        + " ms, the last one right behind it"))
            .fix(Fix.manual("Switch buffering off for this path (nginx: proxy_buffering off)"))
            .tries(2, 0)
            .build());
  }

  /** Whether the text came long after a short answer would have, and in one piece. */
  private static boolean isHeldBack(Chain chain, Exchange exchange) throws InterruptedException {
    if (!exchange.isAnswered()) {
      return false;
    }
    byte[] body = exchange.last().body().bytes();
    List<Integer> deltas = deltas(body);
    if (deltas.size() < FEWEST) {
      return false;
    }
    Arrivals arrivals = exchange.last().arrivals();
    Duration first = arrivals.ofByte(deltas.get(0));
    Duration last = arrivals.ofByte(deltas.get(deltas.size() - 1));
    long small = chain.text().last().timings().total().toMillis();
    return last.minus(first).compareTo(AT_ONCE) < 0 && first.toMillis() > 1500 + 3 * small;
  }

  private static long firstMillis(Exchange exchange) {
    List<Integer> deltas = deltas(exchange.last().body().bytes());
    return exchange.last().arrivals().ofByte(deltas.get(0)).toMillis();
  }

  /** Where the deltas of the text begin. */
  private static List<Integer> deltas(byte[] body) {
    List<Integer> places = new ArrayList<>();
    byte[] word = "text_delta".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + word.length <= body.length; i++) {
      if (Arrays.equals(body, i, i + word.length, word, 0, word.length)) {
        places.add(i);
      }
    }
    return places;
  }
}
