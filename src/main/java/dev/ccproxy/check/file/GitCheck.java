package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.GitFolder;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Does git carry a credential, or would the next commit? */
public final class GitCheck extends ClientCheck {

  public GitCheck() {
    super(
        "CCP-S302",
        "secret-in-git",
        "Are files with credentials kept out of git?",
        Layer.CLIENT_CONFIG,
        Group.SECRETS);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    for (SecretFiles.Held held : SecretFiles.of(scene)) {
      Path path = held.file().path().toAbsolutePath();
      GitFolder git = GitFolder.of(path.resolveSibling(""), scene.workspace().environment());
      if (git == null) {
        continue;
      }
      Evidence evidence = new Evidence(Evidence.Kind.FILE, held.place().location(), held.name());
      String inside = git.root().relativize(path).toString().replace('\\', '/');
      if (git.tracks(path) == GitFolder.Answer.YES) {
        findings.add(
            finding(
                    Severity.ERROR,
                    "git tracks " + held.file().shown() + ", which holds a credential")
                .cause("It holds " + held.name() + ", and every commit and clone carries it.")
                .impact("Whoever can read the repository can use the credential.")
                .evidence(evidence)
                .fix(
                    Fix.manual(
                        "Replace the credential at its vendor, and take the file out of git",
                        "git rm --cached " + quoted(inside)))
                .build());
      } else if (git.ignores(path) == GitFolder.Answer.NO) {
        findings.add(
            finding(
                    Severity.WARNING,
                    held.file().shown() + " holds a credential, and git does not ignore it")
                .cause("The next \"git add .\" takes it along.")
                .impact("A commit would publish " + held.name() + ".")
                .evidence(evidence)
                .fix(
                    Fix.safe(
                        "Add it to .gitignore",
                        new FileEdit.Line(git.root().resolve(".gitignore"), "/" + inside)))
                .build());
      }
    }
    return findings;
  }

  private static String quoted(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-_./".indexOf(c) < 0) {
        return "'" + path.replace("'", "'\\''") + "'";
      }
    }
    return path;
  }
}
