package dev.ccproxy.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What lies in a folder. */
final class Folders {
  private Folders() {}

  /**
   * The entries whose names fit, sorted; of a folder that is missing or cannot be read to its end,
   * those that were seen.
   *
   * @param pattern a glob, such as {@code python3*}
   */
  static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      for (Path entry : entries) {
        found.add(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What is not there to be seen is not installed.
    }
    found.sort(null);
    return found;
  }
}
