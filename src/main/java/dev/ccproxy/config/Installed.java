package dev.ccproxy.config;

import dev.ccproxy.catalog.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that is installed here, found by its files alone: nothing foreign is run.
 *
 * @param program the executable
 * @param metadata the file that names the version
 */
public record Installed(Path program, Version version, Path metadata) {

  /** The file of that name in the folder of all Python packages, where this one lies; if any. */
  public Optional<Path> beside(String name) {
    Path info = metadata.getParent();
    return Optional.ofNullable(info).map(i -> i.resolveSibling(name)).filter(Files::exists);
  }
}
