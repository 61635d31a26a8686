package dev.ccproxy.check;

import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the causes that a text names against what the files of the user say. */
public final class Confirmation {
  private Confirmation() {}

  /** Ids of the checks that can say something about these causes. */
  public static List<String> checks(List<Match> matches) {
    List<String> ids = new ArrayList<>();
    for (Match match : matches) {
      for (String id : match.fileChecks()) {
        if (!ids.contains(id)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /**
   * The causes, surer where a check found what they speak of, less sure where it looked and found
   * nothing. Causes that the files confirm come first among those of the same certainty of words.
   *
   * @param diagnosis of the checks of {@link #checks}
   */
  public static List<Match> of(List<Match> matches, Diagnosis diagnosis) {
    List<Match> out = new ArrayList<>(matches.size());
    for (Match match : matches) {
      out.add(one(match, diagnosis));
    }
    return out;
  }

  private static Match one(Match match, Diagnosis diagnosis) {
    if (match.fileChecks().isEmpty()) {
      return match;
    }
    for (String id : match.fileChecks()) {
      Finding finding = finding(id, diagnosis);
      if (finding != null) {
        return confirmed(match, finding);
      }
    }
    boolean cause = match.confidence() != Confidence.POSSIBLE && match.layer() != Layer.UNKNOWN;
    if (!cause || !allLooked(match.fileChecks(), diagnosis)) {
      return match;
    }
    return match.with(
        match.confidence() == Confidence.CERTAIN ? Confidence.LIKELY : Confidence.POSSIBLE,
        match.layer(),
        "The files here do not show it ("
            + String.join(", ", match.fileChecks())
            + " found nothing). Other files may be in use, or the gateway was started before they"
            + " were changed.");
  }

  private static Match confirmed(Match match, Finding finding) {
    String where = finding.evidence().isEmpty() ? "" : finding.evidence().get(0).location();
    StringBuilder reason = new StringBuilder("Your files do have this: ");
    reason.append(where).append(where.isEmpty() ? "" : ": ").append(finding.title()).append(" (");
    reason.append(finding.id()).append(").");
    Fix fix = finding.fix();
    if (fix != null) {
      reason.append(" There: ").append(fix.summary());
      if (!fix.summary().endsWith(".")) {
        reason.append('.');
      }
    }
    boolean sure =
        match.confidence() != Confidence.POSSIBLE && finding.confidence() == Confidence.CERTAIN;
    Layer layer = finding.layer() == Layer.UNKNOWN ? match.layer() : finding.layer();
    return match.with(sure ? Confidence.CERTAIN : Confidence.LIKELY, layer, reason.toString());
  }

  private static @Nullable Finding finding(String id, Diagnosis diagnosis) {
    for (Finding finding : diagnosis.findings()) {
      if (finding.id().equals(id) && finding.severity().compareTo(Severity.INFO) != 0) {
        return finding;
      }
    }
    return null;
  }

  private static boolean allLooked(List<String> ids, Diagnosis diagnosis) {
    int looked = 0;
    for (CheckResult result : diagnosis.checks()) {
      if (ids.contains(result.check().id()) && result.status() == CheckResult.Status.OK) {
        looked++;
      }
    }
    return looked == ids.size();
  }
}
