package dev.ccproxy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Runs the static checks. A check that crashes takes no other one with it. */
public final class FileCheckRunner {
  private final List<FileCheck> checks;

  /** The checks to run, in order. */
  public FileCheckRunner(List<FileCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Runs every check that is wanted.
   *
   * @param wanted the others are left out of the result
   */
  public Diagnosis run(FileScene scene, Predicate<Check> wanted) {
    long start = System.nanoTime();
    List<Finding> findings = new ArrayList<>();
    List<CheckResult> results = new ArrayList<>();
    for (FileCheck check : checks) {
      if (!wanted.test(check)) {
        continue;
      }
      long begun = System.nanoTime();
      CheckResult.Status status;
      String reason = "";
      try {
        List<Finding> found = check.find(scene);
        findings.addAll(found);
        status = CheckResult.Status.worstOf(found);
      } catch (RuntimeException | StackOverflowError e) {
        // The message may quote a value of a file.
        status = CheckResult.Status.CRASH;
        reason = e.getClass().getSimpleName();
      }
      results.add(new CheckResult(check, status, null, reason, millisSince(begun)));
    }
    return new Diagnosis(
        Diagnosis.inOrder(findings), results, Diagnosis.Requests.NONE, millisSince(start));
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
