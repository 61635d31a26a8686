package dev.ccproxy.check.live;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Finding;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a live check saw.
 *
 * @param status null: by the findings
 * @param reason why nothing could be judged; empty otherwise
 * @param blocks whether the checks that need this one have nothing to judge
 */
public record LiveResult(
    List<Finding> findings, CheckResult.@Nullable Status status, String reason, boolean blocks) {

  /** All is well. */
  public static final LiveResult OK = new LiveResult(List.of(), null, "", false);

  /** Answers of a model that follows no instruction show nothing about what reached it. */
  static final LiveResult SHOWS_NOTHING =
      skip("the model does not even say a word that it is told to say");

  public LiveResult {
    findings = List.copyOf(findings);
  }

  /** These findings; one at error leaves nothing to judge for the checks that need this one. */
  public static LiveResult of(List<Finding> findings) {
    boolean error = false;
    for (Finding finding : findings) {
      error |= finding.severity() == Severity.ERROR;
    }
    return new LiveResult(findings, null, "", error);
  }

  /** As {@link #of(List)}. */
  public static LiveResult of(Finding... findings) {
    return of(List.of(findings));
  }

  /** Not asked, because it does not apply here. */
  public static LiveResult skip(String reason) {
    return new LiveResult(List.of(), CheckResult.Status.SKIP, reason, false);
  }

  /** Asked, and the answer does not tell; what needs this check is not run either. */
  public static LiveResult inconclusive(String reason) {
    return new LiveResult(List.of(), CheckResult.Status.INCONCLUSIVE, reason, true);
  }

  /** The same, but what needs this check goes on. */
  public LiveResult withoutBlocking() {
    return new LiveResult(findings, status, reason, false);
  }

  /** The same, and what needs this check has nothing to judge. */
  public LiveResult andBlock() {
    return new LiveResult(findings, status, reason, true);
  }

  /** With the findings of another result. */
  public LiveResult and(LiveResult other) {
    List<Finding> both = new ArrayList<>(findings);
    both.addAll(other.findings);
    return new LiveResult(
        both,
        status == null ? other.status : status,
        reason.isEmpty() ? other.reason : reason,
        blocks || other.blocks);
  }

  CheckResult.Status effectiveStatus() {
    return status == null ? CheckResult.Status.worstOf(findings) : status;
  }
}
