package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Can other users of the machine read a file with a credential? */
public final class FileModeCheck extends ClientCheck {

  public FileModeCheck() {
    super(
        "CCP-S301",
        "secret-file-modes",
        "Are files with credentials readable by their owner alone?",
        Layer.CLIENT_CONFIG,
        Group.SECRETS);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    for (SecretFiles.Held held : SecretFiles.of(scene)) {
      Path path = held.file().path();
      String who = readers(path);
      if (who != null) {
        findings.add(
            finding(Severity.WARNING, held.file().shown() + " can be read by " + who)
                .cause(
                    "It holds " + held.name() + ", and its mode lets more than its owner read it.")
                .impact("Whoever has an account on this machine can use the credential.")
                .evidence(new Evidence(Evidence.Kind.FILE, held.place().location(), held.name()))
                .fix(Fix.safe("Make it readable by its owner alone", new FileEdit.Private(path)))
                .build());
      }
    }
    return findings;
  }

  /** Who else can read it, in words; null where nobody can, or where there are no such modes. */
  private static @Nullable String readers(Path path) {
    try {
      PosixFileAttributes attributes = attributes(path);
      Set<PosixFilePermission> modes = attributes.permissions();
      if (modes.contains(PosixFilePermission.OTHERS_READ)
          && isReachable(path, PosixFilePermission.OTHERS_EXECUTE)) {
        return "every user of this machine";
      }
      // A group of the user's own, as most distributions make it, is nobody else.
      String group = attributes.group().getName();
      return !group.equals(attributes.owner().getName())
              && modes.contains(PosixFilePermission.GROUP_READ)
              && isReachable(path, PosixFilePermission.GROUP_EXECUTE)
          ? "the group " + group
          : null;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static boolean isReachable(Path path, PosixFilePermission needed) throws IOException {
    for (Path folder = path.toAbsolutePath().getParent();
        folder != null;
        folder = folder.getParent()) {
      Set<PosixFilePermission> modes = attributes(folder).permissions();
      if (!modes.contains(needed) && !modes.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class);
  }
}
