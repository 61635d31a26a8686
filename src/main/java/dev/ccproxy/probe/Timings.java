package dev.ccproxy.probe;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long an exchange took.
 *
 * @param stages the stages that took place, also the one in which it ended
 * @param total from the start to the end of all
 */
public record Timings(Map<Stage, Duration> stages, Duration total) {

  /** Copies the map. */
  public Timings {
    Map<Stage, Duration> copy = new EnumMap<>(Stage.class);
    copy.putAll(stages);
    stages = Collections.unmodifiableMap(copy);
  }

  /** How long a stage took; null where it did not take place. */
  public @Nullable Duration of(Stage stage) {
    return stages.get(stage);
  }

  /** Milliseconds of a stage; 0 where it did not take place. */
  public long millis(Stage stage) {
    Duration time = stages.get(stage);
    return time == null ? 0 : time.toMillis();
  }

  /** Measures the stages of one exchange. */
  static final class Clock {
    private final long start = System.nanoTime();
    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private @Nullable Stage stage;
    private long since = start;

    /** A stage begins; the one before it ends. */
    void enter(Stage entered) {
      end(System.nanoTime());
      stage = entered;
    }

    /** A stage begins at a moment in the past. */
    void enter(Stage entered, long at) {
      end(at);
      stage = entered;
    }

    private void end(long now) {
      Stage ended = stage;
      if (ended != null) {
        Duration more = Duration.ofNanos(Math.max(0, now - since));
        stages.merge(ended, more, Duration::plus);
      }
      since = now;
    }

    Timings stop() {
      long now = System.nanoTime();
      end(now);
      return new Timings(stages, Duration.ofNanos(now - start));
    }
  }
}
