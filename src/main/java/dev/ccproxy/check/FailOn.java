package dev.ccproxy.check;

import dev.ccproxy.wire.Severity;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From which severity on a finding is a failure of the run. */
public enum FailOn {
  ERROR(Severity.ERROR),
  WARNING(Severity.WARNING),
  INFO(Severity.INFO),
  NEVER(null);

  private final @Nullable Severity least;

  FailOn(@Nullable Severity least) {
    this.least = least;
  }

  /** The level of that word. */
  public static Optional<FailOn> of(String word) {
    for (FailOn level : values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** Whether there is a finding of that severity or a worse one. */
  public boolean fails(Diagnosis diagnosis) {
    return least != null && diagnosis.hasAtLeast(least);
  }

  /** Whether a finding of that severity is a failure. */
  public boolean fails(Severity severity) {
    return least != null && severity.atLeast(least);
  }
}
