package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Our own folder for what has to be on the disk while something runs. Everything in it is for the
 * owner alone; what became empty is removed.
 */
final class StateFolder {
  private static final String RUNS = "run";
  private static final String GATEWAYS = "gateways";

  private final Path root;
  private final List<Path> madeAbove = new ArrayList<>();

  private StateFolder(Path root) {
    this.root = root;
  }

  /**
   * The one of this user; nothing is made yet.
   *
   * @throws LaunchException when nobody says where it is
   */
  static StateFolder of(UserEnvironment environment) throws LaunchException {
    Path folder = environment.stateFolder();
    if (folder == null) {
      throw new LaunchException(
          "no-home",
          "There is no place for the state of what runs: neither XDG_STATE_HOME nor HOME is set",
          "set HOME");
    }
    return new StateFolder(folder);
  }

  /** The folders of gateways, which may be of any state; empty where there are none. */
  List<Path> gateways() {
    return list(root.resolve(GATEWAYS));
  }

  /** The folder of one gateway, made or not. */
  Path gateway(String id) {
    return root.resolve(GATEWAYS).resolve(id);
  }

  /** The folder of a run of the client, made or not. */
  Path run(long pid) {
    return root.resolve(RUNS).resolve(Long.toString(pid));
  }

  /** The folders that runs have left, by a power cut for example. */
  List<Path> runs() {
    return list(root.resolve(RUNS));
  }

  /** Makes a folder of ours with those above it. */
  void make(Path folder) throws LaunchException {
    try {
      makeAll(folder);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void makeAll(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      makeAll(parent);
    }
    try {
      Files.createDirectory(
          folder, folder.startsWith(root) ? attributes(folder, "rwx------") : NO_ATTRIBUTES);
      if (!folder.startsWith(root)) {
        madeAbove.add(folder);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /**
   * Writes a file of ours, for the owner alone; a reader sees the old or the new one as a whole.
   */
  void write(Path file, byte[] content) throws LaunchException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              attributes(fresh, "rw-------"))) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(fresh);
      throw unwritable(e);
    }
  }

  /** Opens a file of ours to lock it; made where it is not there. */
  FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        attributes(file, "rw-------"));
  }

  /** Removes a folder of ours with the files in it, and those above that we made and are empty. */
  void remove(Path folder) {
    for (Path inside : list(folder)) {
      if (Files.isDirectory(inside)) {
        for (Path deeper : list(inside)) {
          delete(deeper);
        }
      }
      delete(inside);
    }
    Path above = folder;
    while (above != null && (above.startsWith(root) || madeAbove.contains(above))) {
      try {
        Files.deleteIfExists(above);
      } catch (DirectoryNotEmptyException e) {
        return;
      } catch (IOException e) {
        // Not ours to remove, then.
        return;
      }
      above = above.getParent();
    }
  }

  /**
   * Removes what is in a folder of a gateway, but for one file. That one is not even opened: where
   * it is locked by this process, POSIX would take the lock away with the closing.
   */
  void clear(Path folder, Path kept) {
    for (Path inside : list(folder)) {
      if (Files.isDirectory(inside)) {
        for (Path deeper : list(inside)) {
          delete(deeper);
        }
      } else if (!inside.equals(kept)) {
        delete(inside);
      }
    }
  }

  /** Where all of it is. */
  Path root() {
    return root;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What stays is swept by the next start.
    }
  }

  private static List<Path> list(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        found.add(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return found;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // As far as it can be read.
      return found;
    }
    found.sort(null);
    return found;
  }

  private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

  private static FileAttribute<?>[] attributes(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : NO_ATTRIBUTES;
  }

  private LaunchException unwritable(IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new LaunchException(
        "state-folder-unwritable",
        "The state folder " + root + " cannot be written to (" + reason + ")",
        "make room or put its permissions right, or let XDG_STATE_HOME name another folder");
  }
}
