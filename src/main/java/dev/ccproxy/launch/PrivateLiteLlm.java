package dev.ccproxy.launch;

import dev.ccproxy.config.Installations;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.SecretNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A LiteLLM of our own in the user's data folder, installed from the lock file that ships with us:
 * every file is known by its hash, and nothing is resolved at that moment.
 */
final class PrivateLiteLlm {
  private static final String LOCK = "litellm.lock";
  private static final String PIN = "litellm==";

  private static final int PATIENCE_MINUTES = 20;

  /** Of the lock file: the Pythons that it was made for. */
  private static final int FIRST_MINOR = 10;

  private static final int LAST_MINOR = 14;

  private final UserEnvironment environment;
  private final Installations installations;
  private final @Nullable Path root;
  private final String version;

  PrivateLiteLlm(UserEnvironment environment) {
    this.environment = environment;
    this.installations = new Installations(environment);
    this.root = installations.privateLiteLlms();
    this.version = lockedVersion();
  }

  /** The release that the lock file installs. */
  String version() {
    return version;
  }

  /** Its folder as shown. */
  String place() {
    return root == null ? "nowhere" : environment.shorten(root);
  }

  /** The command of the newest one that is completely installed; null where there is none. */
  @Nullable Path program() {
    return installations.privateLiteLlm().orElse(null);
  }

  /** Whether the release of the lock file is installed. */
  boolean isCurrent() {
    return root != null && Files.exists(root.resolve(version).resolve(Installations.COMPLETE));
  }

  /**
   * Installs it, beside an older one.
   *
   * @param talk gets a line for each step
   * @return its command
   * @throws LaunchException when there is no Python, no network, no room
   */
  Path install(Consumer<String> talk) throws LaunchException {
    if (root == null) {
      throw new LaunchException(
          "no-home",
          "There is no place for a private LiteLLM: neither XDG_DATA_HOME nor HOME is set",
          "set HOME, or name a LiteLLM with --litellm PATH");
    }
    Path folder = root.resolve(version);
    Optional<Path> uv = environment.onPath("uv");
    Path python = python(uv.isPresent());
    try {
      remove(folder);
      Files.createDirectories(root);
      Path lock = Files.createTempFile(root, "lock", ".txt");
      try {
        Files.write(lock, lockFile());
        long begin = System.nanoTime();
        if (uv.isPresent()) {
          talk.accept("Installing LiteLLM " + version + " with uv into " + place() + " ...");
          withUv(uv.get(), python, folder, lock);
        } else {
          talk.accept(
              "Installing LiteLLM "
                  + version
                  + " with pip into "
                  + place()
                  + "; this takes a minute or two ...");
          withPip(python, folder, lock);
        }
        Files.createFile(folder.resolve(Installations.COMPLETE));
        talk.accept(
            "Installed in " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s.");
      } finally {
        Files.deleteIfExists(lock);
      }
    } catch (IOException e) {
      throw new LaunchException(
          "litellm-not-installed",
          "The private LiteLLM cannot be written into " + place() + ": " + e.getMessage(),
          "make room or put the permissions right, or name a LiteLLM with --litellm PATH");
    }
    return folder.resolve("bin").resolve("litellm");
  }

  /** Removes the other releases; what still runs keeps its files open. */
  void removeOthers() {
    for (Path folder : installations.privateVersions()) {
      if (!folder.endsWith(version)) {
        try {
          remove(folder);
        } catch (IOException e) {
          // It stays and is not used.
        }
      }
    }
  }

  private void withUv(Path uv, Path python, Path folder, Path lock)
      throws IOException, LaunchException {
    step(
        folder,
        List.of(
            uv.toString(),
            "venv",
            "-q",
            "--no-project",
            "--python",
            python.toString(),
            folder.toString()));
    step(
        folder,
        List.of(
            uv.toString(),
            "pip",
            "install",
            "-q",
            "--compile-bytecode",
            "--python",
            folder.resolve("bin").resolve("python").toString(),
            "--no-deps",
            "--require-hashes",
            "-r",
            lock.toString()));
  }

  private void withPip(Path python, Path folder, Path lock) throws IOException, LaunchException {
    step(folder, List.of(python.toString(), "-m", "venv", folder.toString()));
    step(
        folder,
        List.of(
            folder.resolve("bin").resolve("python").toString(),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--no-input",
            "--no-deps",
            "--require-hashes",
            "-r",
            lock.toString()));
  }

  private void step(Path folder, List<String> command) throws IOException, LaunchException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Map<String, String> variables =
        new LinkedHashMap<>(ChildEnvironment.of(environment.variables()));
    // Installers run what they download only as far as the hashes allow, and see no key.
    variables.keySet().removeIf(SecretNames::matches);
    variables.put("UV_PYTHON_DOWNLOADS", "never");
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null) {
        if (!line.isBlank() && said.size() < 1_000) {
          said.add(line.strip());
        }
        line = out.readLine();
      }
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      remove(folder);
      throw failed(command, said);
    }
  }

  private static LaunchException failed(List<String> command, List<String> said) {
    String all = String.join("\n", said);
    String telling = "";
    for (String line : said) {
      String lower = line.toLowerCase(java.util.Locale.ROOT);
      if (telling.isEmpty() && (lower.contains("error") || lower.contains("failed"))) {
        telling = line;
      }
    }
    if (telling.isEmpty() && !said.isEmpty()) {
      telling = said.get(said.size() - 1);
    }
    String next;
    if (all.contains("HASH") || all.contains("Hash mismatch") || all.contains("hash")) {
      next =
          "a package is not the one that our lock file knows: do not install it by other means; run"
              + " again, and report it if it stays";
    } else if (all.contains("ensurepip") || all.contains("No module named venv")) {
      next = "install the venv module (Debian: apt install python3-venv) or uv, then run again";
    } else if (all.contains("resolve")
        || all.contains("onnect")
        || all.contains("Network")
        || all.contains("No matching distribution")) {
      next =
          "check the network, and the index that pip or uv is set to; offline, name a LiteLLM that"
              + " is there with --litellm PATH";
    } else {
      next = "run it by hand to see all that it says: " + String.join(" ", command);
    }
    return new LaunchException(
        "litellm-not-installed", "The private LiteLLM could not be installed: " + telling, next);
  }

  /** A Python of this machine that LiteLLM runs on. */
  private Path python(boolean withUv) throws LaunchException {
    List<String> seen = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("python3"));
    for (int minor = LAST_MINOR - 1; minor >= FIRST_MINOR; minor--) {
      names.add("python3." + minor);
    }
    names.add("python");
    for (String name : names) {
      Path python = environment.onPath(name).orElse(null);
      int minor = python == null ? -1 : minor(python);
      if (python != null && minor >= FIRST_MINOR && minor <= LAST_MINOR) {
        return python;
      }
      if (minor >= 0) {
        seen.add(name + " is 3." + minor);
      }
    }
    throw new LaunchException(
        "no-python",
        "LiteLLM needs a Python from 3."
            + FIRST_MINOR
            + " to 3."
            + LAST_MINOR
            + ", and there is none on the PATH"
            + (seen.isEmpty() ? "" : " (" + String.join(", ", seen) + ")"),
        withUv
            ? "install one: uv python install 3.12, and put it on the PATH"
            : "install Python (Debian: apt install python3 python3-venv), or use a provider with a"
                + " direct route: ccproxy providers");
  }

  private static int minor(Path python) {
    try {
      Process process =
          new ProcessBuilder(
                  python.toString(), "-I", "-c", "import sys; print(*sys.version_info[:2])")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0 && out.startsWith("3 ")) {
        return Integer.parseInt(out.substring(2).strip());
      }
    } catch (IOException | NumberFormatException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return -1;
  }

  private static byte[] lockFile() {
    try (InputStream in = PrivateLiteLlm.class.getResourceAsStream(LOCK)) {
      if (in == null) {
        throw new IllegalStateException(LOCK + " is missing from the package");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(LOCK + " cannot be read", e);
    }
  }

  private static String lockedVersion() {
    String text = new String(lockFile(), StandardCharsets.US_ASCII);
    int start = text.indexOf("\n" + PIN) + 1 + PIN.length();
    int end = start;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return text.substring(start, end);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inside, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(inside);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
