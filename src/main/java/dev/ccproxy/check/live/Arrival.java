package dev.ccproxy.check.live;

import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.probe.Answer;
import dev.ccproxy.probe.Deadlines;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.probe.ProbeRequest;
import dev.ccproxy.probe.Transport;
import java.time.Duration;
import java.util.List;

/** Waits until something answers at the endpoint: a gateway that is only starting, for instance. */
final class Arrival {
  private static final long BETWEEN_MS = 300;

  private final Transport transport;
  private final Endpoint endpoint;
  private final Duration most;
  private final Prober.Sleep sleep;

  /**
   * @param most how long; zero for not at all
   */
  Arrival(Transport transport, Endpoint endpoint, Duration most, Prober.Sleep sleep) {
    this.transport = transport;
    this.endpoint = endpoint;
    this.most = most;
    this.sleep = sleep;
  }

  /**
   * Returns when it is up, or when the time is over: the checks tell then what is wrong. Nothing
   * but a GET of the front page is sent, without a credential.
   */
  void await(LiveDoctor.Progress progress) throws InterruptedException {
    if (most.isZero()) {
      return;
    }
    long end = System.nanoTime() + most.toNanos();
    boolean told = false;
    ProbeRequest hello = ProbeRequest.get("wait", endpoint.root("/"), List.of());
    while (!isUp(transport.send(hello, within(end))) && System.nanoTime() < end) {
      if (!told) {
        progress.waitingFor("waiting for " + endpoint.origin());
        told = true;
      }
      sleep.millis(BETWEEN_MS);
    }
  }

  private static Deadlines within(long endNanos) {
    long millis = Math.max(1000, (endNanos - System.nanoTime()) / 1_000_000);
    return Deadlines.DEFAULT.withCheck(Duration.ofMillis(millis));
  }

  /** A web server in front says with these that what is behind it is not there yet. */
  private static boolean isUp(Answer answer) {
    int status = answer.status();
    return status > 0 && (status < 502 || status > 504);
  }
}
