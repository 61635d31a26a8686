package dev.ccproxy.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of one journal entry, all or none. All new files are written in full before
 * the first one takes the place of an old one, so that a full disk is noticed while nothing has
 * changed yet.
 */
final class Writer {
  private final FileStore store;
  private final CrashPoint crash;
  private final Manifest manifest;
  private final List<Step> steps;

  /** What is being worked on, for the message should it fail. */
  private Path current;

  private int committed;

  Writer(FileStore store, CrashPoint crash, Manifest manifest, List<Step> steps) {
    this.store = store;
    this.crash = crash;
    this.manifest = manifest;
    this.steps = steps;
    this.current = steps.get(0).change().path();
  }

  /**
   * Goes on until the new files are there, or the old ones are there again.
   *
   * @param forget called when every file is as it was and nothing of ours lies beside any of them
   * @throws ChangeRefusedException every file is as it was; or, with the code {@link
   *     ChangeRefusedException#HALF_WRITTEN}, that could not be reached
   */
  void write(Runnable forget) throws ChangeRefusedException {
    try {
      makeFolders();
      for (Step step : steps) {
        current = step.change().path();
        stage(step);
      }
      for (Step step : steps) {
        current = step.change().path();
        commit(step);
      }
      removeFolders(manifest.removed());
    } catch (ChangeRefusedException e) {
      throw takenBack(e, e, forget);
    } catch (IOException | RuntimeException e) {
      throw takenBack(e, failed(e), forget);
    }
  }

  private ChangeRefusedException takenBack(
      Exception cause, ChangeRefusedException refusal, Runnable forget) {
    List<Path> left = goBack(cause);
    if (!left.isEmpty()) {
      return halfWritten(cause, left);
    }
    if (cause.getSuppressed().length == 0) {
      forget.run();
    }
    return refusal;
  }

  private void makeFolders() throws IOException {
    for (Path folder : manifest.made()) {
      current = folder;
      Disk.makeFolder(folder, folder.getFileName().toString().startsWith("."));
      Disk.syncFolder(folder.resolve(".."));
      crash.at("folder made");
    }
  }

  private void stage(Step step) throws IOException, ChangeRefusedException {
    byte[] after = step.change().after();
    if (after != null) {
      stage(step, after, step.newMode());
      crash.at("new file written");
    }
  }

  private void stage(Step step, byte[] content, @Nullable Set<PosixFilePermission> mode)
      throws IOException, ChangeRefusedException {
    Path temp = step.temp(manifest.id());
    Path real = step.target().real();
    boolean exists = Files.exists(real);
    // A new file without secret is made as any program would make it, so that the umask or the
    // folder's default access list decides; everything else starts closed and is opened by setMode.
    Disk.writeNew(temp, content, mode == null ? FileStore.newFileMode() : Disk.ownerOnly());
    if (exists && Disk.unix(real)) {
      if (Disk.uid(real) != Disk.uid(temp)) {
        throw FileStore.foreignOwner(step.target());
      }
      Disk.copyGroup(real, temp);
    }
    if (mode != null) {
      Disk.setMode(temp, mode);
    }
  }

  private void commit(Step step) throws IOException, ChangeRefusedException {
    crash.at("before replacing");
    // Once more, because writing the new files took its time.
    Target now = store.resolve(step.change().path());
    store.checkUnchanged(step.change(), now);
    if (!now.real().equals(step.target().real())) {
      throw new ChangeRefusedException(
          "file-changed-meanwhile",
          step.change().path(),
          "leads to another file now; nothing was written",
          "run the same command again");
    }
    replace(step, step.change().after() != null);
    committed++;
    crash.at("replaced");
  }

  private void replace(Step step, boolean byTemp) throws IOException {
    Path real = step.target().real();
    if (byTemp) {
      Files.move(step.temp(manifest.id()), real, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(real);
    }
    Disk.syncFolder(step.target().folder());
  }

  /**
   * Puts every file back, after a step that failed; a crash on the way is left to the journal. What
   * does not work out is added to {@code reason}.
   *
   * @return the files that could not be put back
   */
  private List<Path> goBack(Exception reason) {
    // First, because it makes room on a full disk.
    for (Step step : steps) {
      removeTemp(step, reason);
    }
    List<Path> left = new ArrayList<>();
    for (int i = committed - 1; i >= 0; i--) {
      Step step = steps.get(i);
      try {
        crash.at("before going back");
        byte[] before = step.change().before();
        if (before != null) {
          stage(step, before, step.oldMode());
          crash.at("old file written");
        }
        replace(step, before != null);
        crash.at("went back");
      } catch (IOException | RuntimeException | ChangeRefusedException e) {
        reason.addSuppressed(e);
        removeTemp(step, reason);
        left.add(step.change().path());
      }
    }
    removeFolders(manifest.made());
    return left;
  }

  private void removeTemp(Step step, Exception reason) {
    try {
      Files.deleteIfExists(step.temp(manifest.id()));
    } catch (IOException | RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** An empty folder that stays is no reason to fail. */
  static void removeFolders(List<Path> outermostFirst) {
    for (int i = outermostFirst.size() - 1; i >= 0; i--) {
      try {
        Disk.removeIfEmpty(outermostFirst.get(i));
      } catch (IOException stays) {
        // See above.
      }
    }
  }

  private ChangeRefusedException failed(Exception e) {
    return new ChangeRefusedException(
        "write-failed",
        current,
        "could not be written: " + Disk.reason(e) + "; every file is as it was",
        "correct that and run the same command again",
        e);
  }

  private ChangeRefusedException halfWritten(Exception e, List<Path> left) {
    StringBuilder names = new StringBuilder();
    for (Path path : left) {
      names.append(names.isEmpty() ? "" : ", ").append(path);
    }
    return new ChangeRefusedException(
        ChangeRefusedException.HALF_WRITTEN,
        current,
        "could not be written ("
            + Disk.reason(e)
            + "), and the files before it could not be put back; they have their new content: "
            + names,
        "correct that and run `ccproxy undo " + manifest.id() + "`",
        e);
  }
}
