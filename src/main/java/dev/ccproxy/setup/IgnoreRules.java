package dev.ccproxy.setup;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.GitFolder;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files with keys out of git: refuses those that git tracks, adds ignore rules for the
 * others.
 */
final class IgnoreRules {
  private final UserEnvironment environment;
  private final FileStore store;

  IgnoreRules(UserEnvironment environment, FileStore store) {
    this.environment = environment;
    this.store = store;
  }

  /**
   * The changes of {@code .gitignore} files that the secret files among {@code files} need.
   *
   * @throws SetupException when git tracks one of them
   */
  List<FileChange> changes(List<FileChange> files) throws SetupException, ChangeRefusedException {
    Map<Path, List<String>> missing = new LinkedHashMap<>();
    for (FileChange file : files) {
      if (!file.secret() || file.after() == null) {
        continue;
      }
      Path real = real(file.path());
      Path folder = real.getParent();
      GitFolder git = folder == null ? null : GitFolder.of(nearestExisting(folder), environment);
      if (git == null) {
        Path root = folder == null ? null : GitFolder.rootOf(nearestExisting(folder));
        if (root != null) {
          missing.computeIfAbsent(root, r -> new ArrayList<>()).add(rule(root, real));
        }
      } else if (git.tracks(real)) {
        throw SetupException.inFile(
            "git-tracks-secret",
            environment.shorten(file.path()),
            null,
            null,
            "git tracks this file"
                + (real.equals(file.path()) ? "" : " (" + environment.shorten(real) + ")")
                + ", so the key in it would be committed",
            "take it out of git (git rm --cached), choose another --scope, or keep the key out of it with --key helper");
      } else if (!git.ignores(real)) {
        missing.computeIfAbsent(git.root(), r -> new ArrayList<>()).add(rule(git.root(), real));
      }
    }
    List<FileChange> changes = new ArrayList<>();
    for (Map.Entry<Path, List<String>> root : missing.entrySet()) {
      FileChange change = ignoreFile(root.getKey().resolve(".gitignore"), root.getValue());
      if (change != null) {
        changes.add(change);
      }
    }
    return changes;
  }

  private @Nullable FileChange ignoreFile(Path file, List<String> rules)
      throws SetupException, ChangeRefusedException {
    byte[] before = store.read(file);
    SourceText text;
    try {
      text =
          before == null ? SourceText.of("") : SourceText.decode(environment.shorten(file), before);
    } catch (DocumentException e) {
      throw Documents.unreadable(e);
    }
    List<String> lines = List.of(text.text().split("\\R", -1));
    StringBuilder added = new StringBuilder();
    for (String rule : rules) {
      if (!lines.contains(rule)) {
        added.append(rule).append(text.lineBreak());
      }
    }
    if (added.length() == 0) {
      return null;
    }
    boolean open = !text.text().isEmpty() && !text.text().endsWith("\n");
    String after =
        (text.bom() ? "\uFEFF" : "") + text.text() + (open ? text.lineBreak() : "") + added;
    return new FileChange(file, before, SourceText.of(after).encode(), false);
  }

  private static String rule(Path root, Path file) {
    return "/" + root.relativize(file).toString().replace('\\', '/');
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      if (parent == null) {
        return path;
      }
      return Files.exists(parent) ? realParent(path, parent) : path;
    }
  }

  private static Path realParent(Path path, Path parent) {
    try {
      return parent.toRealPath().resolve(path.getFileName());
    } catch (IOException e) {
      return path;
    }
  }

  private static Path nearestExisting(Path folder) {
    Path at = folder;
    while (!Files.isDirectory(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
