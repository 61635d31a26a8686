package dev.ccproxy.repair;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files as they are going to be. Immutable: an edit gives new drafts. */
final class Drafts {
  private final FileStore store;
  private final Map<Path, FileChange> files;

  /** Nothing is changed yet. */
  Drafts(FileStore store) {
    this(store, Map.of());
  }

  private Drafts(FileStore store, Map<Path, FileChange> files) {
    this.store = store;
    this.files = files;
  }

  /**
   * With these edits made, in their order.
   *
   * @throws ChangeRefusedException when a file cannot be read
   * @throws DocumentException when a file is not what an edit is for
   * @throws EditRefusedException when an edit would touch something else
   */
  Drafts with(List<FileEdit> edits)
      throws ChangeRefusedException, DocumentException, EditRefusedException {
    Map<Path, FileChange> next = new LinkedHashMap<>(files);
    for (Path file : filesOf(edits)) {
      FileChange known = next.get(file);
      byte @Nullable [] before = known == null ? store.read(file) : known.before();
      byte @Nullable [] after = known == null ? before : known.after();
      boolean secret = known != null && known.secret();
      boolean mode = known != null && known.modeToo();
      for (FileEdit edit : merged(edits, file)) {
        after = edit.apply(after);
        secret |= edit.secret();
        mode |= edit instanceof FileEdit.Private && before != null && !store.isPrivate(file);
      }
      next.put(file, new FileChange(file, before, after, secret, mode));
    }
    return new Drafts(store, next);
  }

  static Set<Path> filesOf(List<FileEdit> edits) {
    Set<Path> paths = new LinkedHashSet<>();
    for (FileEdit edit : edits) {
      paths.add(edit.file());
    }
    return paths;
  }

  /**
   * The edits of one file; those of its tree that follow each other as one: positions in lists are
   * those of the file before any of them.
   */
  private static List<FileEdit> merged(List<FileEdit> edits, Path file) {
    List<FileEdit> merged = new ArrayList<>();
    for (FileEdit edit : edits) {
      if (!edit.file().equals(file)) {
        continue;
      }
      FileEdit last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last instanceof FileEdit.Tree first
          && edit instanceof FileEdit.Tree second
          && first.format() == second.format()) {
        Set<Change> changes = new LinkedHashSet<>(first.changes());
        changes.addAll(second.changes());
        merged.set(
            merged.size() - 1,
            new FileEdit.Tree(
                file, first.format(), List.copyOf(changes), first.secret() || second.secret()));
      } else if (!edit.equals(last)) {
        merged.add(edit);
      }
    }
    return merged;
  }

  /** What is different, in the order in which it was first edited. */
  List<FileChange> changes() {
    List<FileChange> changes = new ArrayList<>();
    for (FileChange file : files.values()) {
      if (file.action() != FileChange.Action.UNCHANGED) {
        changes.add(file);
      }
    }
    return changes;
  }

  /** What is different from other drafts, of the same files. */
  List<FileChange> since(Drafts earlier) {
    List<FileChange> changes = new ArrayList<>();
    for (FileChange file : files.values()) {
      FileChange old = earlier.files.get(file.path());
      byte @Nullable [] before = old == null ? file.before() : old.after();
      boolean mode = file.modeToo() && (old == null || !old.modeToo());
      if (mode || !Arrays.equals(before, file.after())) {
        changes.add(new FileChange(file.path(), before, file.after(), file.secret(), mode));
      }
    }
    return changes;
  }

  /** The content of what is different; a file that is gone is left out. */
  Map<Path, byte[]> contents() {
    Map<Path, byte[]> contents = new LinkedHashMap<>();
    for (FileChange file : changes()) {
      byte[] after = file.after();
      if (after != null) {
        contents.put(file.path(), after);
      }
    }
    return contents;
  }
}
