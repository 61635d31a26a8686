package dev.ccproxy.change;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a path of the user really leads.
 *
 * @param path as the user knows it
 * @param real the same place without any symbolic link
 * @param throughLink the last name of {@code path} is a symbolic link
 * @param found what is at {@code real}; null where there is nothing
 * @param missingFolders folders above {@code real} that do not exist, outermost first
 */
record Target(
    Path path,
    Path real,
    boolean throughLink,
    @Nullable BasicFileAttributes found,
    List<Path> missingFolders) {

  /** The folder that {@code real} is or will be in. Only the root has none, and it is no file. */
  Path folder() {
    Path folder = real.getParent();
    return folder == null ? real : folder;
  }

  /** The nearest folder above {@code real} that exists. */
  Path existingFolder() {
    if (missingFolders.isEmpty()) {
      return folder();
    }
    Path above = missingFolders.get(0).getParent();
    return above == null ? folder() : above;
  }
}
