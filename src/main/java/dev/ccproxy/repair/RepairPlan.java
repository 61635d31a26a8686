package dev.ccproxy.repair;

import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.check.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * What a repair is going to do.
 *
 * @param change all of it, for the journal one change
 * @param steps the fixes that it is made of
 * @param left fixes that are not made
 */
public record RepairPlan(ChangePlan change, List<Step> steps, List<Left> left) {

  /** A fix that is made. */
  public record Step(Finding finding, List<Path> files) {
    public Step {
      files = List.copyOf(files);
    }
  }

  /**
   * A fix that is not made.
   *
   * @param reason a phrase without a final full stop
   */
  public record Left(Finding finding, Why why, String reason) {}

  /** Why a fix is not made. */
  public enum Why {
    /** It changes what the user decided, and nobody said yes. */
    NEEDS_CONSENT,
    /** The user said no. */
    DECLINED,
    /** Only the user can do it. */
    MANUAL,
    /** The file does not let it be made. */
    REFUSED,
    /** It was made and did not help. */
    NO_HELP,
    /** It made an error, or the endpoint showed that it did not help. */
    TAKEN_BACK
  }

  public RepairPlan {
    steps = List.copyOf(steps);
    left = List.copyOf(left);
  }
}
