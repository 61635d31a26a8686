package dev.ccproxy.check;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one check.
 *
 * @param blockedBy id of the check whose failure leaves nothing to judge; null otherwise
 * @param reason why it was skipped, stayed inconclusive or crashed; empty otherwise
 * @param durationMs wall time in milliseconds
 */
public record CheckResult(
    Check check, Status status, @Nullable String blockedBy, String reason, long durationMs) {

  /** How it ended. */
  public enum Status {
    OK,
    INFO,
    WARNING,
    ERROR,
    SKIP,
    INCONCLUSIVE,
    CRASH;

    /** The status that the worst of these findings gives; ok for none. */
    public static Status worstOf(List<Finding> findings) {
      Status worst = OK;
      for (Finding finding : findings) {
        Status status =
            switch (finding.severity()) {
              case ERROR -> ERROR;
              case WARNING -> WARNING;
              default -> INFO;
            };
        if (status.compareTo(worst) > 0) {
          worst = status;
        }
      }
      return worst;
    }

    /** The word for it in output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it judged: it ran to its end and knows. */
  public boolean isVerdict() {
    return status.compareTo(Status.ERROR) <= 0;
  }

  CheckResult with(Status other) {
    return new CheckResult(check, other, blockedBy, reason, durationMs);
  }
}
