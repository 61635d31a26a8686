package dev.ccproxy.change;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes and takes them back. Several files change together or not at all; whatever happens
 * in the middle, each is the old or the new one as a whole and the journal can restore the old.
 *
 * <p>Only {@link #apply} and {@link #undo} write; they also clean up what a crashed ccproxy left.
 */
public final class Changes {
  private final Path stateDir;
  private final FileStore store;
  private final Clock clock;
  private final CrashPoint crash;
  private final Duration lockWait;
  private final Journal journal;

  /**
   * @param stateDir the program's state folder; made by the first change, for the owner alone
   * @param store decides which files may be touched
   * @param clock dates the journal entries
   */
  public Changes(Path stateDir, FileStore store, Clock clock) {
    this(stateDir, store, clock, CrashPoint.NONE, Limits.LOCK_WAIT);
  }

  Changes(Path stateDir, FileStore store, Clock clock, CrashPoint crash, Duration lockWait) {
    this.stateDir = stateDir;
    this.store = store;
    this.clock = clock;
    this.crash = crash;
    this.lockWait = lockWait;
    this.journal = new Journal(stateDir, crash);
  }

  /**
   * Everything that can be checked without writing; {@link #apply} does the same checks.
   *
   * @throws ChangeRefusedException as {@link #apply}, except for the state folder and the lock
   */
  public void check(ChangePlan plan) throws ChangeRefusedException {
    steps(plan, Map.of());
  }

  /**
   * Writes the files of {@code plan} that change. A plan without any makes no journal entry.
   *
   * @throws ChangeRefusedException nothing was changed: codes of {@link FileStore#read}, {@code
   *     target-read-only}, {@code target-hard-linked}, {@code symlink-delete}, {@code
   *     parent-not-writable}, {@code same-file-twice}, {@code file-changed-meanwhile}, {@code
   *     state-folder-unwritable}, {@code another-ccproxy-is-writing}, {@code write-failed}; or
   *     {@link ChangeRefusedException#HALF_WRITTEN}
   */
  public Applied apply(ChangePlan plan) throws ChangeRefusedException {
    if (steps(plan, Map.of()).isEmpty()) {
      return new Applied("", plan.files());
    }
    return locked(() -> write(new Job(plan, null, Map.of(), List.of())));
  }

  /**
   * What was changed so far, newest first.
   *
   * @return empty where there is no state folder or it cannot be read; damaged entries are left out
   * @throws ChangeRefusedException never so far
   */
  public List<JournalEntry> list() throws ChangeRefusedException {
    List<JournalEntry> entries = new ArrayList<>();
    visit(
        entry -> {
          entries.add(entry);
          return true;
        });
    return entries;
  }

  /** The newest entry that is wanted. Reads no more of the journal than it has to. */
  public Optional<JournalEntry> latest(Predicate<JournalEntry> wanted) {
    List<JournalEntry> found = new ArrayList<>();
    visit(
        entry -> {
          if (wanted.test(entry)) {
            found.add(entry);
          }
          return found.isEmpty();
        });
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /**
   * What {@link #undo} would do now. Writes nothing.
   *
   * @throws ChangeRefusedException as {@link #undo}
   */
  public ChangePlan undoPlan(@Nullable String id, boolean force) throws ChangeRefusedException {
    Job job = planUndo(id, force);
    steps(job.plan(), job.modes());
    return job.plan();
  }

  /**
   * Takes a change back: bytes and permissions as they were, files and empty folders that it made
   * gone. Is a change of its own in the journal, so it can be taken back by its id.
   *
   * @param id of the change; null for the newest one that is not undone and is itself no undo
   * @param force overwrite what was written into the files since
   * @throws ChangeRefusedException nothing was changed: {@code nothing-to-undo}, {@code
   *     unknown-undo-id}, {@code already-undone}, {@code already-as-before}, {@code
   *     file-changed-since}, {@code backup-damaged}, {@code state-folder-unreadable}, or a code of
   *     {@link #apply}
   */
  public Applied undo(@Nullable String id, boolean force) throws ChangeRefusedException {
    Job seen = planUndo(id, force);
    steps(seen.plan(), seen.modes());
    // Inside the lock once more: the journal may have changed while we waited, but an undo of
    // "the newest" must not come to mean another entry than the one that was shown.
    return locked(() -> write(planUndo(seen.undoOf(), force)));
  }

  /**
   * A plan, and what only an undo adds to it.
   *
   * @param undoOf the entry that is taken back; null where the plan is no undo
   * @param modes permissions that files get back
   * @param removed folders that go if they are empty
   */
  private record Job(
      ChangePlan plan,
      @Nullable String undoOf,
      Map<Path, Set<PosixFilePermission>> modes,
      List<Path> removed) {}

  private interface Work {
    Applied run() throws ChangeRefusedException;
  }

  private Applied locked(Work work) throws ChangeRefusedException {
    WriterLock lock;
    try {
      journal.makeFolder();
      lock = WriterLock.acquire(stateDir.resolve("lock"), lockWait);
    } catch (IOException e) {
      throw stateUnwritable(e);
    }
    if (lock == null) {
      throw new ChangeRefusedException(
          "another-ccproxy-is-writing",
          null,
          "another ccproxy is writing at this moment; nothing was changed",
          "wait for it to end, then run the same command again");
    }
    try (lock) {
      new Recovery(store, journal).recover();
      return work.run();
    }
  }

  private Applied write(Job job) throws ChangeRefusedException {
    List<Step> steps = steps(job.plan(), job.modes());
    List<byte @Nullable []> before = new ArrayList<>();
    for (Step step : steps) {
      before.add(step.change().before());
    }
    Manifest manifest;
    try {
      crash.at("locked");
      manifest = manifest(job, steps);
    } catch (IOException e) {
      throw stateUnwritable(e);
    }
    try {
      journal.add(manifest, before);
    } catch (IOException e) {
      forget(manifest);
      throw stateUnwritable(e);
    }
    new Writer(store, crash, manifest, steps).write(() -> forget(manifest));
    try {
      crash.at("all replaced");
      journal.mark(manifest, State.DONE);
      crash.at("marked done");
      journal.prune(Limits.JOURNAL_ENTRIES);
    } catch (IOException ignored) {
      // The files are written and the entry is there; the next change finds it complete and says
      // so in the journal, or prunes what is too much.
    }
    return new Applied(manifest.id(), job.plan().files());
  }

  /** An entry that changed nothing is none. */
  private void forget(Manifest manifest) {
    try {
      journal.remove(manifest.id());
    } catch (IOException ignored) {
      // The next change finds that nothing was changed, and removes it.
    }
  }

  private Manifest manifest(Job job, List<Step> steps) throws IOException {
    Instant now = clock.instant();
    List<Manifest.Entry> files = new ArrayList<>();
    Set<Path> made = new LinkedHashSet<>();
    for (Step step : steps) {
      files.add(step.entry());
      made.addAll(step.target().missingFolders());
    }
    return new Manifest(
        journal.nextId(now).toString(),
        State.PREPARED,
        now,
        job.plan().title(),
        job.undoOf(),
        job.plan().answers(),
        files,
        List.copyOf(made),
        job.removed());
  }

  /** The files that change, each checked. */
  private List<Step> steps(ChangePlan plan, Map<Path, Set<PosixFilePermission>> modes)
      throws ChangeRefusedException {
    List<Step> steps = new ArrayList<>();
    Map<Path, Path> known = new HashMap<>();
    for (FileChange change : plan.files()) {
      FileChange.Action action = change.action();
      if (action == FileChange.Action.UNCHANGED) {
        continue;
      }
      Target target = store.resolve(change.path());
      Path twin = known.put(target.real(), change.path());
      if (twin != null) {
        throw new ChangeRefusedException(
            "same-file-twice",
            change.path(),
            "is the same file as " + twin + ", so it cannot get two contents",
            "remove the symbolic link that joins them, or name another file");
      }
      store.checkUnchanged(change, target);
      store.checkWritable(target, action);
      Set<PosixFilePermission> oldMode = store.mode(target);
      Set<PosixFilePermission> wanted = modes.get(change.path());
      steps.add(
          new Step(
              change,
              target,
              oldMode,
              wanted != null || !Disk.posix(target.real())
                  ? wanted
                  : FileStore.modeToWrite(oldMode, change.secret())));
    }
    return steps;
  }

  private Job planUndo(@Nullable String id, boolean force) throws ChangeRefusedException {
    List<Manifest> all;
    try {
      all = journal.readAll();
    } catch (IOException e) {
      throw new ChangeRefusedException(
          "state-folder-unreadable",
          stateDir,
          "the journal of changes cannot be read: " + Disk.reason(e),
          "correct the permissions of the folder",
          e);
    }
    Set<String> takenBack = takenBack(all);
    Manifest entry = pick(all, takenBack, id);
    if (takenBack.contains(entry.id()) && !force) {
      throw new ChangeRefusedException(
          "already-undone",
          null,
          "the change " + entry.id() + " was undone already",
          "to get it back, undo the undo: see `ccproxy undo --list`");
    }
    List<FileChange> files = new ArrayList<>();
    Map<Path, Set<PosixFilePermission>> modes = new HashMap<>();
    for (int i = 0; i < entry.files().size(); i++) {
      Manifest.Entry file = entry.files().get(i);
      byte[] old = backup(entry, i);
      Target target = store.resolve(file.path());
      byte[] now = store.read(target);
      boolean ours = target.real().equals(file.real()) && hasHash(now, file.after());
      if (!ours && !force && !Arrays.equals(now, old)) {
        throw changedSince(all, takenBack, entry, file, now);
      }
      boolean modeOnly = old != null && hasHash(old, file.after());
      files.add(new FileChange(file.path(), now, old, file.secret(), modeOnly));
      if (file.before() != null && file.before().mode() != null) {
        modes.put(file.path(), file.before().mode());
      }
    }
    ChangePlan plan = new ChangePlan("undo: " + entry.title(), files, Map.of());
    if (plan.isEmpty()) {
      throw new ChangeRefusedException(
          "already-as-before",
          null,
          "all files are as they were before the change " + entry.id(),
          "see `ccproxy undo --list` for other changes");
    }
    return new Job(plan, entry.id(), modes, entry.made());
  }

  private Manifest pick(List<Manifest> all, Set<String> takenBack, @Nullable String id)
      throws ChangeRefusedException {
    for (Manifest entry : all) {
      // An entry that a crash cut off before its first file is no change; the next change will
      // remove it.
      boolean wanted =
          id != null
              ? entry.id().equals(id)
              : entry.undoOf() == null
                  && !takenBack.contains(entry.id())
                  && (entry.state() != State.PREPARED
                      || Outcome.of(store, entry) != Outcome.ALL_OLD);
      if (wanted) {
        return entry;
      }
    }
    if (id == null) {
      throw new ChangeRefusedException(
          "nothing-to-undo",
          null,
          "there is no change of ccproxy to undo",
          "see `ccproxy undo --list` for all changes");
    }
    StringBuilder ids = new StringBuilder();
    for (Manifest entry : all) {
      ids.append(ids.isEmpty() ? "" : ", ").append(entry.id());
    }
    throw new ChangeRefusedException(
        "unknown-undo-id",
        null,
        "there is no change with the id " + id,
        ids.isEmpty() ? "there is nothing to undo" : "use one of these, newest first: " + ids);
  }

  private byte @Nullable [] backup(Manifest entry, int index) throws ChangeRefusedException {
    try {
      return journal.backup(entry, index);
    } catch (IOException e) {
      throw new ChangeRefusedException(
          "backup-damaged",
          entry.files().get(index).path(),
          "its old content in the journal cannot be used: " + Disk.reason(e),
          "restore the file from a backup of your own; ccproxy left it as it is",
          e);
    }
  }

  private static ChangeRefusedException changedSince(
      List<Manifest> newestFirst,
      Set<String> takenBack,
      Manifest entry,
      Manifest.Entry file,
      byte @Nullable [] now) {
    String force = "overwrite it with `ccproxy undo " + entry.id() + " --force`";
    for (Manifest later : newestFirst) {
      if (later.id().equals(entry.id())) {
        break;
      }
      for (Manifest.Entry other : later.files()) {
        if (!takenBack.contains(later.id())
            && other.path().equals(file.path())
            && hasHash(now, other.after())) {
          return new ChangeRefusedException(
              "file-changed-since",
              file.path(),
              "was changed since, by the later change " + later.id(),
              "take that one back first with `ccproxy undo " + later.id() + "`, or " + force);
        }
      }
    }
    return new ChangeRefusedException(
        "file-changed-since",
        file.path(),
        (now == null ? "was deleted" : "was changed") + " since, not by ccproxy",
        "if those changes may be lost, " + force);
  }

  static boolean hasHash(byte @Nullable [] content, @Nullable String hash) {
    return content == null ? hash == null : hash != null && Sha256.of(content).equals(hash);
  }

  /** Entries that an undo took back which was not taken back itself. */
  private static Set<String> takenBack(List<Manifest> newestFirst) {
    Set<String> takenBack = new HashSet<>();
    for (Manifest entry : newestFirst) {
      note(entry, takenBack);
    }
    return takenBack;
  }

  /** Whatever takes {@code entry} back is newer, so it was noted before. */
  private static void note(Manifest entry, Set<String> takenBack) {
    if (entry.undoOf() != null && entry.state() == State.DONE && !takenBack.contains(entry.id())) {
      takenBack.add(entry.undoOf());
    }
  }

  /** Newest first, for as long as {@code visitor} wants more. */
  private void visit(Predicate<JournalEntry> visitor) {
    List<EntryId> ids;
    try {
      ids = journal.ids();
    } catch (IOException unreadable) {
      return;
    }
    Set<String> takenBack = new HashSet<>();
    for (EntryId id : ids) {
      Manifest manifest = journal.read(id);
      if (manifest != null) {
        note(manifest, takenBack);
        if (!visitor.test(manifest.entry(takenBack.contains(manifest.id())))) {
          return;
        }
      }
    }
  }

  private ChangeRefusedException stateUnwritable(IOException e) {
    return new ChangeRefusedException(
        "state-folder-unwritable",
        stateDir,
        "the state folder, which keeps what undo needs, cannot be written to ("
            + Disk.reason(e)
            + "); nothing was changed",
        "correct that, or set XDG_STATE_HOME to another folder",
        e);
  }
}
