package dev.ccproxy.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries in the state folder: one folder each, with a manifest and the old bytes of every
 * file. A folder becomes an entry, and stops to be one, by one rename; so an entry is never half
 * there. Everything in it is readable by the owner alone.
 */
final class Journal {
  private static final String MANIFEST = "manifest.json";
  private static final String NEW_MANIFEST = "manifest.json.tmp";
  private static final String PART = ".part";

  private final Path folder;
  private final CrashPoint crash;

  Journal(Path stateDir, CrashPoint crash) {
    this.folder = stateDir.resolve("journal");
    this.crash = crash;
  }

  /** Makes the journal's folder, and those above it that are missing, for the owner alone. */
  void makeFolder() throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
      missing.add(0, at);
    }
    for (Path each : missing) {
      Disk.makeFolder(each, true);
      Disk.syncFolder(each.resolve(".."));
    }
    if (Disk.posix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Names of the entries, newest first; a folder with another name is not ours.
   *
   * @return empty where there is no journal
   * @throws IOException there is one that cannot be read
   */
  List<EntryId> ids() throws IOException {
    List<EntryId> ids = new ArrayList<>();
    for (String name : names(folder)) {
      EntryId id = EntryId.parse(name);
      if (id != null) {
        ids.add(id);
      }
    }
    ids.sort(Collections.reverseOrder());
    return ids;
  }

  /** Null where the manifest is broken, missing or of another version. */
  @Nullable Manifest read(EntryId id) {
    Path file = folder.resolve(id.toString()).resolve(MANIFEST);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Manifest.parse(id.toString(), in.readNBytes(Limits.MANIFEST_BYTES));
    } catch (IOException notOurs) {
      return null;
    }
  }

  /** Every entry that can be read, newest first. */
  List<Manifest> readAll() throws IOException {
    List<Manifest> all = new ArrayList<>();
    for (EntryId id : ids()) {
      Manifest manifest = read(id);
      if (manifest != null) {
        all.add(manifest);
      }
    }
    return all;
  }

  /** A name that is greater than that of every entry. */
  EntryId nextId(Instant now) throws IOException {
    List<EntryId> ids = ids();
    return EntryId.next(now, ids.isEmpty() ? null : ids.get(0));
  }

  /**
   * The old bytes of the file with this index; null where there was no file.
   *
   * @throws IOException the backup is missing or not what was put there
   */
  byte @Nullable [] backup(Manifest manifest, int index) throws IOException {
    Manifest.Old before = manifest.files().get(index).before();
    if (before == null) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(folder.resolve(manifest.id()).resolve(backupName(index)));
    if (!Sha256.of(bytes).equals(before.hash())) {
      throw new IOException("its backup is damaged");
    }
    return bytes;
  }

  /**
   * Adds an entry; when this returns, it is on the disk.
   *
   * @param before old bytes per file of the manifest, null where there is none
   */
  void add(Manifest manifest, List<byte @Nullable []> before) throws IOException {
    Path part = part(manifest.id());
    Disk.makeFolder(part, true);
    crash.at("journal folder made");
    for (int i = 0; i < before.size(); i++) {
      byte[] bytes = before.get(i);
      if (bytes != null) {
        Disk.writeNew(part.resolve(backupName(i)), bytes, Disk.ownerOnly());
        crash.at("backup written");
      }
    }
    Disk.writeNew(part.resolve(MANIFEST), manifest.toJson(), Disk.ownerOnly());
    Disk.syncFolder(part);
    crash.at("manifest written");
    Files.move(part, folder.resolve(manifest.id()), StandardCopyOption.ATOMIC_MOVE);
    Disk.syncFolder(folder);
    crash.at("journal entry there");
  }

  /** Writes the manifest anew with this state. */
  void mark(Manifest manifest, JournalEntry.State state) throws IOException {
    Path entry = folder.resolve(manifest.id());
    Path temp = entry.resolve(NEW_MANIFEST);
    Files.deleteIfExists(temp);
    Disk.writeNew(temp, manifest.with(state).toJson(), Disk.ownerOnly());
    crash.at("new manifest written");
    Files.move(temp, entry.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    Disk.syncFolder(entry);
  }

  /** Removes an entry; nothing happens where there is none. */
  void remove(String id) throws IOException {
    Path part = part(id);
    removePart(part);
    try {
      Files.move(folder.resolve(id), part, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return;
    }
    crash.at("journal entry taken away");
    removePart(part);
  }

  /** Removes the oldest entries, so that {@code keep} are left. */
  void prune(int keep) throws IOException {
    List<EntryId> ids = ids();
    for (int i = keep; i < ids.size(); i++) {
      remove(ids.get(i).toString());
    }
  }

  /** Removes what a crash left of entries that were about to come or to go. */
  void removeParts() throws IOException {
    for (String name : names(folder)) {
      if (name.startsWith(".")
          && name.endsWith(PART)
          && EntryId.parse(name.substring(1, name.length() - PART.length())) != null) {
        removePart(folder.resolve(name));
      }
    }
  }

  private Path part(String id) {
    return folder.resolve("." + id + PART);
  }

  private static void removePart(Path part) throws IOException {
    for (String name : names(part)) {
      Files.delete(part.resolve(name));
    }
    Files.deleteIfExists(part);
  }

  private static String backupName(int index) {
    return "before-" + index;
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        Path name = path.getFileName();
        if (name != null) {
          names.add(name.toString());
        }
      }
    } catch (NoSuchFileException none) {
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
