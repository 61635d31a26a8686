package dev.ccproxy.setup;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.GitFolder;
import dev.ccproxy.config.ShellWord;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files with keys out of git: refuses those that git tracks, adds ignore rules for the
 * others.
 */
final class IgnoreRules {
  private final UserEnvironment environment;
  private final FileStore store;
  private final List<String> notes = new ArrayList<>();
  private final Set<String> denied = new HashSet<>();

  IgnoreRules(UserEnvironment environment, FileStore store) {
    this.environment = environment;
    this.store = store;
  }

  /** Sentences for the user about what no rule can reach. */
  List<String> notes() {
    return notes;
  }

  /**
   * The changes of {@code .gitignore} files that the secret files among {@code files} need.
   *
   * @throws SetupException when git tracks one of them, or does not say whether it does
   */
  List<FileChange> changes(List<FileChange> files) throws SetupException, ChangeRefusedException {
    Map<Path, List<String>> missing = new LinkedHashMap<>();
    for (FileChange file : files) {
      if (file.secret() && file.after() != null) {
        check(file, missing);
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

  private void check(FileChange file, Map<Path, List<String>> missing) throws SetupException {
    Path real = real(file.path());
    GitFolder git =
        real.getParent() == null
            ? null
            : GitFolder.of(nearestExisting(real.getParent()), environment);
    if (git == null) {
      return;
    }
    String shown = environment.shorten(file.path());
    String behind =
        real.equals(file.path()) ? "" : " (behind the link: " + environment.shorten(real) + ")";
    switch (git.tracks(real)) {
      case YES ->
          throw SetupException.inFile(
              "git-tracks-secret",
              shown,
              null,
              null,
              "git tracks this file" + behind + ", so the key in it would be committed",
              "take it out of git (git rm --cached), choose another --scope, or keep the key out of"
                  + " it with --key helper");
      case UNKNOWN ->
          throw SetupException.inFile(
              "git-does-not-answer",
              shown,
              null,
              null,
              "The file lies in a git work tree"
                  + behind
                  + ", and git does not say whether it tracks it",
              "run git status in "
                  + ShellWord.of(git.root().toString())
                  + " and do what it says, or keep the key out of the file with --key helper");
      case NO -> {
        GitFolder.Answer ignored = git.ignores(real);
        if (ignored == GitFolder.Answer.NO) {
          denied.add(rule(git.root(), real));
        }
        if (ignored != GitFolder.Answer.YES) {
          missing.computeIfAbsent(git.root(), r -> new ArrayList<>()).add(rule(git.root(), real));
        }
      }
    }
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
      } else if (denied.contains(rule)) {
        notes.add(
            environment.shorten(file)
                + " has the line "
                + rule
                + ", but another rule takes it back: see git check-ignore -v.");
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

  /** A rule for exactly this file: what means something in a pattern is escaped. */
  private String rule(Path root, Path file) {
    String path = root.relativize(file).toString();
    StringBuilder rule = new StringBuilder("/");
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\' && environment.windows()) {
        rule.append('/');
      } else {
        boolean special =
            c == '\\' || c == '*' || c == '?' || c == '[' || (c == ' ' && i == path.length() - 1);
        rule.append(special ? "\\" : "").append(c);
      }
    }
    return rule.toString();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      return parent == null || name == null || !Files.exists(parent)
          ? path
          : real(parent).resolve(name);
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
