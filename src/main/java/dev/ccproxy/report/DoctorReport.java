package dev.ccproxy.report;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FailOn;
import dev.ccproxy.check.Mode;
import dev.ccproxy.check.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found, in the words and without the secrets: every form of the output is made
 * of this one.
 *
 * @param program version of ccproxy
 * @param knowledge the day of the bundled facts
 * @param failOn from which severity on a finding counts as a failure
 * @param findings in the order of the diagnosis
 * @param suppressed what the user asked not to hear about
 * @param repaired null where no repair was asked for
 */
public record DoctorReport(
    String program,
    String knowledge,
    Mode mode,
    Diagnosis.Status status,
    int exitCode,
    FailOn failOn,
    Target target,
    List<FindingReport> findings,
    List<CheckResult> checks,
    List<Hidden> suppressed,
    Diagnosis.Requests requests,
    long durationMs,
    @Nullable Repaired repaired) {

  /**
   * A finding that is left out.
   *
   * @param where the place of its fault; empty where it has none
   * @param reason why, in the user's words
   * @param source {@code suppression} or {@code baseline}
   */
  public record Hidden(String id, String slug, String where, String reason, String source) {}

  /**
   * What {@code --fix} did.
   *
   * @param dryRun whether it only shows
   * @param files what was or would be written
   * @param fixed what was repaired
   * @param left fixes that were not made, each with the reason
   * @param undo id with which it is taken back; null where nothing was written
   */
  public record Repaired(
      boolean dryRun,
      List<ChangeReport.File> files,
      List<Fixed> fixed,
      List<Left> left,
      @Nullable String undo) {

    public Repaired {
      files = List.copyOf(files);
      fixed = List.copyOf(fixed);
      left = List.copyOf(left);
    }
  }

  /**
   * A fix that was made.
   *
   * @param files as people read them
   * @param live whether the endpoint itself showed that it is repaired
   * @param restart what to run before it shows; null where nothing has to
   */
  public record Fixed(
      String id,
      String slug,
      String summary,
      List<String> files,
      boolean live,
      @Nullable String restart) {

    public Fixed {
      files = List.copyOf(files);
    }
  }

  /** A fix that was not made. */
  public record Left(String id, String summary, String reason, boolean takenBack) {}

  public DoctorReport {
    findings = List.copyOf(findings);
    checks = List.copyOf(checks);
    suppressed = List.copyOf(suppressed);
  }
}
