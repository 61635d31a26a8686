package dev.ccproxy.check.live;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts what the files suggest and what the endpoint shows together: a prediction that the endpoint
 * proves becomes certain and leads, one that it disproves goes, and what follows from an earlier
 * failure is told as such.
 */
final class Correlation {

  /** Static findings that only predict, and the live checks whose success disproves them. */
  private static final Map<String, List<String>> DISPROVED_BY = disproved();

  private static Map<String, List<String>> disproved() {
    Map<String, List<String>> by = new HashMap<>();
    by.put("CCP-S103", List.of("CCP-L106"));
    by.put("CCP-S104", List.of("CCP-L201"));
    by.put("CCP-S106", List.of("CCP-L302", "CCP-L401"));
    by.put("CCP-S201", List.of("CCP-L701"));
    by.put("CCP-S202", List.of("CCP-L501", "CCP-L701"));
    by.put("CCP-S204", List.of("CCP-L401", "CCP-L302"));
    by.put("CCP-S205", List.of("CCP-L401", "CCP-L302"));
    by.put("CCP-S208", List.of("CCP-L201"));
    by.put("CCP-S303", List.of("CCP-L201"));
    by.put("CCP-S403", List.of("CCP-L201"));
    return by;
  }

  /** Rules about the arguments of a tool call. */
  private static final Set<String> ARGUMENTS =
      Set.of("T04", "T05", "T06", "T07", "T08", "T09", "T10", "T13", "T14");

  /** Checks that have calls made and look at their arguments. */
  private static final Set<String> CALLS =
      Set.of("CCP-L601", "CCP-L605", "CCP-L609", "CCP-L610", "CCP-L611", "CCP-L612", "CCP-L701");

  private final List<Finding> files;
  private final List<Finding> live;
  private final Map<String, CheckResult.Status> statuses = new HashMap<>();

  Correlation(List<Finding> files, List<Finding> live, List<CheckResult> results) {
    this.files = files;
    this.live = live;
    for (CheckResult result : results) {
      statuses.put(result.check().id(), result.status());
    }
  }

  /** All findings as they are told. */
  List<Finding> findings() {
    List<Finding> told = new ArrayList<>();
    for (Finding finding : files) {
      Finding judged = judge(finding);
      if (judged != null) {
        told.add(judged);
      }
    }
    boolean works = works();
    for (Finding finding : live) {
      told.add(works ? softened(finding) : finding);
    }
    return folded(link(once(told)));
  }

  /** Whether the client's own request, as a stream with tools, went through. */
  private boolean works() {
    return isOk("CCP-L701") && isOk("CCP-L602");
  }

  private boolean isOk(String check) {
    CheckResult.Status status = statuses.get(check);
    return status == CheckResult.Status.OK || status == CheckResult.Status.INFO;
  }

  private boolean failed(String check) {
    return statuses.get(check) == CheckResult.Status.ERROR;
  }

  private @org.jspecify.annotations.Nullable Finding judge(Finding finding) {
    if (finding.severity() == Severity.INFO) {
      return finding;
    }
    List<String> disproving = DISPROVED_BY.get(finding.id());
    if (disproving != null && finding.confidence() != Confidence.CERTAIN) {
      boolean all = true;
      boolean none = true;
      for (String check : disproving) {
        all &= isOk(check);
        none &= statuses.get(check) == CheckResult.Status.SKIP;
      }
      if (all) {
        return null;
      }
      if (none && !isProved(finding)) {
        // An earlier fault hides whether it is so; mending what works breaks it.
        return finding.withGuessedFix();
      }
    }
    if (isProved(finding)) {
      return finding.with(Severity.ERROR, Confidence.CERTAIN).explaining(allLive());
    }
    return finding;
  }

  /** Whether an answer of the endpoint says what the files predict. */
  private boolean isProved(Finding finding) {
    for (Finding seen : live) {
      if (seen.id().equals(finding.id()) && seen.severity() == Severity.ERROR) {
        return true;
      }
    }
    if (finding.id().equals("CCP-S204")) {
      return liveHas("CCP-L204");
    }
    if (finding.id().equals("CCP-S202") || finding.id().equals("CCP-S205")) {
      // A wrong path behind the gateway, whatever words the server there has for it.
      return refusedWith("status 404") || refusedWith("status 405");
    }
    if (finding.id().equals("CCP-S106") || finding.id().equals("CCP-S105")) {
      return liveHas("CCP-L302");
    }
    if (finding.id().equals("CCP-S208")) {
      return liveHas("CCP-L201") || failed("CCP-L101");
    }
    if (finding.id().equals("CCP-S403")) {
      return liveHas("CCP-L103");
    }
    return false;
  }

  private boolean liveHas(String check) {
    for (Finding seen : live) {
      if (seen.id().equals(check) && seen.severity() == Severity.ERROR) {
        return true;
      }
    }
    return false;
  }

  private boolean refusedWith(String status) {
    for (Finding seen : live) {
      if (seen.severity() == Severity.ERROR && !seen.id().startsWith("CCP-L10")) {
        for (Evidence evidence : seen.evidence()) {
          if (evidence.kind() == Evidence.Kind.RESPONSE && evidence.location().equals(status)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private List<String> allLive() {
    List<String> ids = new ArrayList<>();
    for (Finding seen : live) {
      if (!ids.contains(seen.id())) {
        ids.add(seen.id());
      }
    }
    return ids;
  }

  /** Where the client's own request goes through, what a small one shows hurts nobody much. */
  private static Finding softened(Finding finding) {
    boolean small =
        finding.id().equals("CCP-L401")
            || finding.id().equals("CCP-L601")
            || finding.id().equals("CCP-L612");
    return small && finding.severity() == Severity.ERROR
        ? finding.with(Severity.WARNING, finding.confidence())
        : finding;
  }

  /** The same check about the same thing is told once, by what the files say of it. */
  private static List<Finding> once(List<Finding> all) {
    List<Finding> kept = new ArrayList<>();
    Set<String> fromFiles = new HashSet<>();
    for (Finding finding : all) {
      boolean isFile = finding.id().startsWith("CCP-S") && !isLive(finding);
      if (isFile) {
        fromFiles.add(finding.id());
        kept.add(finding);
      } else if (!fromFiles.contains(finding.id())) {
        kept.add(finding);
      } else {
        attach(kept, finding);
      }
    }
    return kept;
  }

  private static boolean isLive(Finding finding) {
    return !finding.evidence().isEmpty()
        && finding.evidence().get(0).kind() == Evidence.Kind.REQUEST;
  }

  /** What the endpoint showed becomes evidence of what the files say. */
  private static void attach(List<Finding> kept, Finding seen) {
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i).id().equals(seen.id())) {
        Finding with = kept.get(i);
        for (Evidence evidence : seen.evidence()) {
          with = with.with(evidence);
        }
        kept.set(i, with);
        return;
      }
    }
  }

  /** What follows from what. */
  private List<Finding> link(List<Finding> all) {
    boolean silent = false;
    for (Finding finding : all) {
      silent |= finding.id().equals("CCP-L101");
    }
    List<Finding> linked = new ArrayList<>();
    for (Finding finding : all) {
      Finding one = finding;
      boolean isFile = one.id().startsWith("CCP-S");
      if (isFile && silent && one.severity() == Severity.ERROR && one.id().equals("CCP-S102")) {
        one = one.explaining(List.of("CCP-L101"));
      }
      if (isFile && one.severity() == Severity.ERROR && one.confidence() == Confidence.CERTAIN) {
        one = one.explaining(followers(one));
      }
      linked.add(one);
    }
    return linked;
  }

  /** The same thing, seen by several checks, is told once: where it was worst, or first. */
  private static List<Finding> folded(List<Finding> all) {
    List<Finding> told = new ArrayList<>(all);
    for (int i = 0; i < told.size(); i++) {
      Finding one = told.get(i);
      if (!one.id().startsWith("CCP-L") || !isFirst(told, i)) {
        continue;
      }
      List<String> ids = new ArrayList<>();
      for (Finding other : told) {
        if (other != one && other.id().startsWith("CCP-L") && isSame(one, other)) {
          ids.add(other.subject().isEmpty() ? other.id() : other.id() + "#" + other.subject());
        }
      }
      if (one.severity() == Severity.ERROR) {
        ids.addAll(liveFollowers(one.id()));
        ids.addAll(damagedToo(one, told));
      }
      if (!ids.isEmpty()) {
        told.set(i, one.explaining(ids));
      }
    }
    return told;
  }

  private static boolean isFirst(List<Finding> all, int at) {
    Finding one = all.get(at);
    for (int i = 0; i < all.size(); i++) {
      Finding other = all.get(i);
      if (i == at || !other.id().startsWith("CCP-L") || !isSame(one, other)) {
        continue;
      }
      int worse = other.severity().compareTo(one.severity());
      if (worse > 0 || (worse == 0 && i < at)) {
        return false;
      }
    }
    return true;
  }

  /** Whether two live findings say the same: the same rule of the wire, or the same words. */
  private static boolean isSame(Finding one, Finding other) {
    boolean rule =
        one.subject().equals(other.subject())
            && one.title().startsWith(one.subject() + " ")
            && other.title().startsWith(other.subject() + " ")
            && !one.subject().isEmpty();
    return rule || one.title().equals(other.title());
  }

  /**
   * What damaged arguments of a streamed call bring about where the same call comes as one
   * document: another rule breaks there, or the gateway fails at reading them.
   */
  private static List<String> damagedToo(Finding one, List<Finding> all) {
    List<String> ids = new ArrayList<>();
    if (one.id().equals("CCP-L602") && ARGUMENTS.contains(one.subject())) {
      for (Finding other : all) {
        boolean call = CALLS.contains(other.id());
        if (call && !isSame(one, other) && isArgumentsOrFailure(other)) {
          ids.add(other.subject().isEmpty() ? other.id() : other.id() + "#" + other.subject());
        }
      }
    }
    return ids;
  }

  private static boolean isArgumentsOrFailure(Finding finding) {
    return finding.subject().isEmpty()
        ? finding.title().endsWith("(status 500)") || finding.title().endsWith("with status 500")
        : ARGUMENTS.contains(finding.subject());
  }

  /** Live checks that see only more of what an earlier one saw. */
  private static List<String> liveFollowers(String id) {
    return switch (id) {
      case "CCP-L401" ->
          List.of(
              "CCP-L402",
              "CCP-L501",
              "CCP-L502",
              "CCP-L505",
              "CCP-L601",
              "CCP-L602",
              "CCP-L605",
              "CCP-L606",
              "CCP-L612",
              "CCP-L701",
              "CCP-L614",
              "CCP-L708");
      case "CCP-L606" -> List.of("CCP-L607", "CCP-L608", "CCP-L614");
      case "CCP-L801" -> List.of("CCP-L701", "CCP-L614", "CCP-L708");
      default -> List.of();
    };
  }

  /** Live checks whose failure an error in the files of that kind brings about. */
  private static List<String> followers(Finding finding) {
    return switch (finding.id()) {
      case "CCP-S101", "CCP-S109", "CCP-S111" ->
          List.of("CCP-L101", "CCP-L106", "CCP-L201", "CCP-L302", "CCP-L401");
      case "CCP-S103" -> List.of("CCP-L101", "CCP-L104", "CCP-L106", "CCP-L201", "CCP-L401");
      case "CCP-S110" -> List.of("CCP-L201", "CCP-L302", "CCP-L401");
      case "CCP-S106", "CCP-S105" -> List.of("CCP-L302", "CCP-L401");
      case "CCP-S208", "CCP-S104" -> List.of("CCP-L201", "CCP-L302", "CCP-L401");
      case "CCP-S403" -> List.of("CCP-L101", "CCP-L103", "CCP-L104", "CCP-L106", "CCP-L201");
      default -> List.of();
    };
  }
}
