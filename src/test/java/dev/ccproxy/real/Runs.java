package dev.ccproxy.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the files and logs of a run stay, to be looked at when it failed. */
final class Runs {
  private Runs() {}

  /** An empty folder of that name. */
  static Path fresh(String name) throws IOException {
    Path folder =
        Path.of(System.getProperty("ccproxy.real.runs", "target/real-runs"))
            .resolve(name)
            .toAbsolutePath();
    if (Files.exists(folder)) {
      delete(folder);
    }
    return Files.createDirectories(folder);
  }

  /** Deletes a folder with everything in it. */
  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
