package dev.ccproxy.config;

import dev.ccproxy.catalog.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The package behind a command that pip or uv installed, found without running it: running one of
 * the malicious releases would be all it takes.
 */
final class PythonPackage {
  private static final int FIRST_LINE = 512;

  /** What {@code METADATA} says about the release stands in its first lines. */
  private static final int HEAD = 64 * 1024;

  private PythonPackage() {}

  /**
   * The {@code METADATA} that the installer wrote beside the package.
   *
   * @param program the command
   * @param name of the package
   * @param home of the user, where {@code pip install --user} puts packages; null without one
   */
  static Optional<Installed> of(Path program, String name, @Nullable Path home) {
    for (Path packages : packages(program, home)) {
      for (Path info : Folders.list(packages, name + "-*.dist-info")) {
        Path metadata = info.resolve("METADATA");
        Optional<Version> version = version(metadata, name);
        if (version.isPresent()) {
          return Optional.of(new Installed(program, version.get(), metadata));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The folders in which the Python of this command may have its packages, the likely ones first.
   */
  private static Set<Path> packages(Path program, @Nullable Path home) {
    Set<Path> prefixes = new LinkedHashSet<>();
    Path python = interpreter(program);
    if (python != null) {
      addPrefix(prefixes, python);
    }
    addPrefix(prefixes, program);
    try {
      addPrefix(prefixes, program.toRealPath());
    } catch (IOException e) {
      // Then the name has to do.
    }
    Set<Path> packages = new LinkedHashSet<>();
    for (Path prefix : prefixes) {
      addPackages(packages, prefix);
    }
    if (python != null && home != null && prefixes.contains(Path.of("/usr"))) {
      addPackages(packages, home.resolve(".local"));
    }
    if (prefixes.contains(Path.of("/usr"))) {
      addPackages(packages, Path.of("/usr/local"));
    }
    return packages;
  }

  private static void addPrefix(Set<Path> prefixes, Path inBin) {
    Path bin = inBin.getParent();
    if (bin != null && bin.getParent() != null) {
      prefixes.add(bin.getParent());
    }
  }

  private static void addPackages(Set<Path> packages, Path prefix) {
    for (String lib : new String[] {"lib", "lib64"}) {
      for (Path python : Folders.list(prefix.resolve(lib), "python3*")) {
        packages.add(python.resolve("site-packages"));
        packages.add(python.resolve("dist-packages"));
      }
    }
    packages.add(prefix.resolve("Lib").resolve("site-packages"));
  }

  /** The Python that the first line of a script names; null where it names none by its path. */
  private static @Nullable Path interpreter(Path program) {
    byte[] begin;
    try (InputStream in = Files.newInputStream(program)) {
      begin = in.readNBytes(FIRST_LINE);
    } catch (IOException e) {
      return null;
    }
    String text = new String(begin, StandardCharsets.UTF_8);
    // Where the path is long or has blanks, installers write: #!/bin/sh and '''exec' "PATH" ...
    int exec = text.indexOf("'''exec' ");
    int end = text.indexOf('\n');
    if (exec > 0) {
      int from = exec + "'''exec' ".length();
      String rest = text.substring(from);
      if (rest.startsWith("\"") && rest.indexOf('"', 1) > 0) {
        return absolute(rest.substring(1, rest.indexOf('"', 1)));
      }
      return rest.indexOf(' ') > 0 ? absolute(rest.substring(0, rest.indexOf(' '))) : null;
    }
    if (!text.startsWith("#!") || end < 0) {
      return null;
    }
    String line = text.substring(2, end).strip();
    int blank = line.indexOf(' ');
    String path = blank < 0 ? line : line.substring(0, blank);
    return path.contains("python") ? absolute(path) : null;
  }

  private static @Nullable Path absolute(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static Optional<Version> version(Path metadata, String name) {
    try (InputStream in = Files.newInputStream(metadata)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      String version = field(head, "Version: ");
      return name.equals(field(head, "Name: ")) && version != null
          ? Version.of(version)
          : Optional.empty();
    } catch (IOException e) {
      // A half removed installation.
      return Optional.empty();
    }
  }

  private static @Nullable String field(String head, String name) {
    int start = head.startsWith(name) ? 0 : head.indexOf("\n" + name) + 1;
    if (start == 0 && !head.startsWith(name)) {
      return null;
    }
    int end = head.indexOf('\n', start);
    return head.substring(start + name.length(), end < 0 ? head.length() : end).strip();
  }
}
