package dev.ccproxy.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that change together: all of them or none.
 *
 * @param title what the user asked for, one line, without secrets
 * @param files in the order in which they are written
 * @param answers what the user chose, kept in the journal for the next run; without secrets
 */
public record ChangePlan(String title, List<FileChange> files, Map<String, String> answers) {

  /** Keeps copies; the order of the answers stays. */
  public ChangePlan {
    files = List.copyOf(files);
    answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }

  /** Nothing would be different afterwards. */
  public boolean isEmpty() {
    for (FileChange file : files) {
      if (file.action() != FileChange.Action.UNCHANGED) {
        return false;
      }
    }
    return true;
  }

  /** A file that exists would be changed or deleted, which needs the user's consent. */
  public boolean touchesExisting() {
    for (FileChange file : files) {
      FileChange.Action action = file.action();
      if (action == FileChange.Action.CHANGE || action == FileChange.Action.DELETE) {
        return true;
      }
    }
    return false;
  }
}
