package dev.ccproxy.check.file;

import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of YAML files that together make one fix. A file that cannot be changed without touching
 * something else (an alias shares the part) leaves the work to the user.
 */
final class Repair {
  /** Trying more changes than this one takes longer than the check itself. */
  private static final int MOST_TRIED = 200;

  /** Characters; the tree of a larger file is not made twice. */
  private static final int LARGEST_TRIED = 256 * 1024;

  private final Map<SourceFile, List<Change>> changes = new LinkedHashMap<>();
  private final Map<SourceFile, List<NodePath>> renamed = new LinkedHashMap<>();
  private String newName = "";

  /** One change more; a change that is there already is not made twice. */
  Repair change(SourceFile file, Change change) {
    List<Change> ofFile = changes.computeIfAbsent(file, f -> new ArrayList<>());
    if (!(ofFile.size() < MOST_TRIED && ofFile.contains(change))) {
      ofFile.add(change);
    }
    return this;
  }

  /**
   * A key of a mapping gets another name, the same for all of one repair.
   *
   * @param key where it stands now
   */
  Repair rename(SourceFile file, NodePath key, String name) {
    renamed.computeIfAbsent(file, f -> new ArrayList<>()).add(key);
    newName = name;
    return this;
  }

  boolean isEmpty() {
    return changes.isEmpty() && renamed.isEmpty();
  }

  /** The fix of that kind; one for the user alone where a file refuses the changes. */
  Fix fix(Fix.Kind kind, String summary, String... commands) {
    List<FileEdit> edits = new ArrayList<>();
    for (Map.Entry<SourceFile, List<Change>> one : changes.entrySet()) {
      List<Change> ofFile = one.getValue();
      Trial trial = ofFile.size() > MOST_TRIED ? d -> {} : d -> d.apply(ofFile);
      if (!isPossible(one.getKey().document(), trial)) {
        return Fix.manual(summary, commands);
      }
      edits.add(
          new FileEdit.Tree(one.getKey().path(), FileEdit.Format.YAML, List.copyOf(ofFile), false));
    }
    for (Map.Entry<SourceFile, List<NodePath>> one : renamed.entrySet()) {
      FileEdit edit = new FileEdit.Renamed(one.getKey().path(), one.getValue(), newName);
      if (!isPossible(one.getKey().document(), d -> edit.apply(d.source().encode()))) {
        return Fix.manual(summary, commands);
      }
      edits.add(edit);
    }
    return new Fix(kind, summary, edits, List.of(commands));
  }

  /** A change of a document that may be refused. */
  private interface Trial {
    void on(SourceDocument document) throws DocumentException, EditRefusedException;
  }

  private static boolean isPossible(@Nullable SourceDocument document, Trial trial) {
    if (document == null) {
      return false;
    }
    if (document.source().text().length() > LARGEST_TRIED) {
      return true;
    }
    try {
      trial.on(document);
      return true;
    } catch (DocumentException | EditRefusedException e) {
      return false;
    }
  }
}
