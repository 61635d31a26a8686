package dev.ccproxy.check.live;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.LiveDoctor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tells people when all checks under a heading have ended, and what takes its time. */
final class GroupProgress implements LiveRunner.Progress {
  private final Map<Check.Group, Integer> left = new EnumMap<>(Check.Group.class);
  private final Map<Check.Group, CheckResult.Status> worst = new EnumMap<>(Check.Group.class);
  private final LiveDoctor.Progress told;

  GroupProgress(List<? extends Check> checks, LiveDoctor.Progress told) {
    this.told = told;
    for (Check check : checks) {
      left.merge(check.group(), 1, Integer::sum);
    }
  }

  @Override
  public void done(CheckResult result, List<Finding> findings) {
    Check.Group group = result.check().group();
    CheckResult.Status status = worst.getOrDefault(group, CheckResult.Status.OK);
    if (weight(result.status()) > weight(status)) {
      status = result.status();
    }
    worst.put(group, status);
    if (left.merge(group, -1, Integer::sum) == 0) {
      told.done(group, status);
    }
  }

  /** A check that did not run is less than one that failed. */
  private static int weight(CheckResult.Status status) {
    return switch (status) {
      case OK -> 0;
      case INFO -> 1;
      case SKIP -> 2;
      case INCONCLUSIVE -> 3;
      case WARNING -> 4;
      case CRASH -> 5;
      case ERROR -> 6;
    };
  }

  @Override
  public void waiting(List<Check> running) {
    StringBuilder titles = new StringBuilder();
    for (Check check : running) {
      titles.append(titles.length() == 0 ? "" : "; ").append(check.title());
    }
    told.waitingFor(titles.toString());
  }
}
