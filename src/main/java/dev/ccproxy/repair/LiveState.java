package dev.ccproxy.repair;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.Finding;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a diagnosis knows from the endpoint. */
final class LiveState {
  /** The check that asks for the first message; what it shows may carry the name of another one. */
  private static final String FIRST_MESSAGE = "CCP-L401";

  private LiveState() {}

  /** Whether an answer of the endpoint shows it, whichever check it is told under. */
  static boolean isLive(Finding finding) {
    if (!(finding.check() instanceof FileCheck)) {
      return true;
    }
    return !finding.evidence().isEmpty()
        && (finding.evidence().get(0).kind() == Evidence.Kind.REQUEST
            || finding.evidence().get(0).kind() == Evidence.Kind.RESPONSE);
  }

  /** Whether the endpoint shows an error. */
  static boolean fails(Diagnosis diagnosis) {
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity() == Severity.ERROR && isLive(finding)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How far the chain was gone before something failed: the place of the first failing check in the
   * list, in which each stands after those that it needs.
   *
   * @return {@link Integer#MAX_VALUE} where nothing failed
   */
  static int reach(Diagnosis diagnosis) {
    Set<String> failed = new HashSet<>();
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity() == Severity.ERROR && !(finding.check() instanceof FileCheck)) {
        failed.add(finding.id());
      }
    }
    for (CheckResult result : diagnosis.checks()) {
      if (result.blockedBy() != null) {
        failed.add(result.blockedBy());
      }
    }
    int place = 0;
    for (CheckResult result : diagnosis.checks()) {
      if (failed.contains(result.check().id())) {
        return place;
      }
      place++;
    }
    return fails(diagnosis) ? place : Integer.MAX_VALUE;
  }

  /**
   * The same without what the endpoint shows only because it has not read its files anew: the
   * checks of that are inconclusive.
   *
   * @param stale ids under which such findings are told
   * @param reason why it cannot be judged
   */
  static Diagnosis pending(Diagnosis diagnosis, Set<String> stale, String reason) {
    List<Finding> kept = new ArrayList<>();
    Set<String> gone = new HashSet<>();
    for (Finding finding : diagnosis.findings()) {
      if (isLive(finding) && stale.contains(finding.id())) {
        gone.add(finding.check() instanceof FileCheck ? FIRST_MESSAGE : finding.id());
      } else {
        kept.add(finding);
      }
    }
    if (gone.isEmpty()) {
      return diagnosis;
    }
    List<CheckResult> results = new ArrayList<>();
    for (CheckResult result : diagnosis.checks()) {
      results.add(
          gone.contains(result.check().id())
              ? new CheckResult(
                  result.check(),
                  CheckResult.Status.INCONCLUSIVE,
                  null,
                  reason,
                  result.durationMs())
              : result);
    }
    return new Diagnosis(
            kept, results, diagnosis.requests(), diagnosis.durationMs(), diagnosis.endpoint())
        .with(kept);
  }
}
