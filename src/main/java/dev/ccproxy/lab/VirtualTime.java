package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Time that passes only in pauses: a minute of silence takes no time, and whoever reads this clock
 * sees that a minute is over. Thread-safe.
 */
public final class VirtualTime extends Clock implements Pauses {
  private Instant now;

  /** Time from an instant on. */
  public VirtualTime(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
