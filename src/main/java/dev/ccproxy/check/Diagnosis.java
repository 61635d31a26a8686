package dev.ccproxy.check;

import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run: root causes first, then by severity.
 *
 * @param findings in the order in which they are told
 * @param checks every check that was asked for, in the order of the list
 * @param requests how many requests were sent, and what they cost
 * @param durationMs wall time in milliseconds
 * @param endpoint who answered; null where nobody was asked or nobody can tell
 */
public record Diagnosis(
    List<Finding> findings,
    List<CheckResult> checks,
    Requests requests,
    long durationMs,
    @Nullable Endpoint endpoint) {

  /**
   * The program behind the base URL.
   *
   * @param kind such as {@code litellm} or {@code ollama}
   * @param version null where it does not say
   */
  public record Endpoint(String kind, @Nullable String version) {}

  /** What the files alone say. */
  public Diagnosis(
      List<Finding> findings, List<CheckResult> checks, Requests requests, long durationMs) {
    this(findings, checks, requests, durationMs, null);
  }

  /** Requests that were sent, and the tokens that they cost. */
  public record Requests(int count, long inputTokens, long outputTokens) {
    /** Nothing was sent. */
    public static final Requests NONE = new Requests(0, 0, 0);
  }

  /** The verdict in one word. */
  public enum Status {
    OK,
    WARNINGS,
    FAILED,
    /** Something could not be judged, and nothing failed. */
    INCOMPLETE;

    /** The word for it in output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Diagnosis {
    findings = List.copyOf(findings);
    checks = List.copyOf(checks);
  }

  /** Puts findings in order: those that no other one explains first, then the worse ones. */
  public static List<Finding> inOrder(List<Finding> found) {
    List<Finding> ordered = new ArrayList<>();
    for (boolean root : new boolean[] {true, false}) {
      for (Severity severity : new Severity[] {Severity.ERROR, Severity.WARNING, Severity.INFO}) {
        for (Finding finding : found) {
          if (finding.severity() == severity && isRoot(finding, found) == root) {
            ordered.add(finding);
          }
        }
      }
    }
    return ordered;
  }

  private static boolean isRoot(Finding finding, List<Finding> all) {
    for (Finding other : all) {
      // Two findings that explain each other would hide both.
      if (other.explains(finding) && !finding.explains(other)) {
        return false;
      }
    }
    return true;
  }

  /** Whether no other finding explains this one. */
  public boolean isRoot(Finding finding) {
    return isRoot(finding, findings);
  }

  /**
   * The root from which a finding follows, over however many steps.
   *
   * @return the finding itself where no other one explains it
   */
  public Finding rootOf(Finding finding) {
    Finding at = finding;
    // As many steps as there are findings: more would be a circle.
    for (int step = 0; step < findings.size(); step++) {
      Finding cause = causeOf(at);
      if (cause == null) {
        return at;
      }
      at = cause;
    }
    return finding;
  }

  private @Nullable Finding causeOf(Finding finding) {
    for (Finding other : findings) {
      if (other.explains(finding) && !finding.explains(other)) {
        return other;
      }
    }
    return null;
  }

  /**
   * The same with other findings: the status of a check is that of the findings that are left.
   *
   * @param left some of the findings, in any order
   */
  public Diagnosis with(List<Finding> left) {
    List<CheckResult> results = new ArrayList<>();
    for (CheckResult result : checks) {
      results.add(result.isVerdict() ? result.with(worst(left, result.check())) : result);
    }
    return new Diagnosis(inOrder(left), results, requests, durationMs, endpoint);
  }

  private static CheckResult.Status worst(List<Finding> findings, Check check) {
    List<Finding> own = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.id().equals(check.id())) {
        own.add(finding);
      }
    }
    return CheckResult.Status.worstOf(own);
  }

  /** Whether a finding is at least this severe. */
  public boolean hasAtLeast(Severity severity) {
    for (Finding finding : findings) {
      if (finding.severity().atLeast(severity)) {
        return true;
      }
    }
    return false;
  }

  /** The verdict. */
  public Status status() {
    if (hasAtLeast(Severity.ERROR)) {
      return Status.FAILED;
    }
    for (CheckResult check : checks) {
      if (check.status() == CheckResult.Status.INCONCLUSIVE
          || check.status() == CheckResult.Status.CRASH) {
        return Status.INCOMPLETE;
      }
    }
    return hasAtLeast(Severity.WARNING) ? Status.WARNINGS : Status.OK;
  }
}
