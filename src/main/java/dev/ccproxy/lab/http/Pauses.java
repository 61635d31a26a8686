package dev.ccproxy.lab.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a pause of a reply passes; tests let it pass at once. */
@FunctionalInterface
public interface Pauses {
  /** Real time. */
  Pauses REAL = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

  /** Returns when the time is over. */
  void pass(Duration time) throws InterruptedException;
}
