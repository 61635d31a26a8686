package dev.ccproxy.repair;

import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Errors that a change made. */
final class Regression {
  private Regression() {}

  /**
   * The errors that are there afterwards and were not before. None where the change brought a file
   * into effect: what stood in it all the time comes to light, and no fix made it. The same holds
   * for the endpoint: an error behind the one that was repaired is none that the repair made; only
   * what fails earlier than before is.
   */
  static List<Finding> between(
      FileScene sceneBefore, Diagnosis before, FileScene sceneAfter, Diagnosis after) {
    Map<FindingKey, Integer> known = new HashMap<>();
    for (Finding finding : before.findings()) {
      if (finding.severity() == Severity.ERROR && !LiveState.isLive(finding)) {
        known.merge(FindingKey.of(finding).withoutExcerpt(), 1, Integer::sum);
      }
    }
    List<Finding> made = new ArrayList<>();
    for (Finding finding : after.findings()) {
      if (finding.severity() == Severity.ERROR
          && !LiveState.isLive(finding)
          && known.merge(FindingKey.of(finding).withoutExcerpt(), -1, Integer::sum) < 0) {
        made.add(finding);
      }
    }
    if (!made.isEmpty()
        && !inEffect(sceneBefore.workspace()).containsAll(inEffect(sceneAfter.workspace()))) {
      made.clear();
    }
    if (LiveState.reach(after) < LiveState.reach(before)) {
      for (Finding finding : after.findings()) {
        if (finding.severity() == Severity.ERROR && LiveState.isLive(finding)) {
          made.add(finding);
          break;
        }
      }
    }
    return made;
  }

  private static Set<Path> inEffect(Workspace workspace) {
    Set<Path> files = new HashSet<>();
    for (SettingsFile settings : workspace.settings().files()) {
      if (settings.isInEffect()) {
        files.add(settings.file().path());
      }
    }
    for (LiteLlmConfig config : workspace.configs()) {
      add(config.files(), files);
    }
    add(workspace.gatewayEnvironment().files(), files);
    add(List.of(workspace.dotenv()), files);
    return files;
  }

  private static void add(List<SourceFile> sources, Set<Path> files) {
    for (SourceFile source : sources) {
      if (source.state() == SourceFile.State.READ) {
        files.add(source.path());
      }
    }
  }
}
