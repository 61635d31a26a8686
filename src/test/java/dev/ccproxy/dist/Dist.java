package dev.ccproxy.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The distribution under test, started in an environment of its own: an empty home in the scratch
 * folder, the Java that runs the tests, no class archive unless the test asks for one.
 */
record Dist(Path folder, Path scratch, Map<String, String> environment) {

  /** How long a process or a training may take on a busy machine before the test fails. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a process left behind. */
  record Result(int exitCode, String out, String err) {}

  /** The built folder, as {@code ccproxy.dist} names it. */
  static Dist built(Path scratch) throws IOException {
    Path home = Files.createDirectories(scratch.resolve("home"));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("CCPROXY_NO_ARCHIVE", "1");
    return new Dist(Path.of(System.getProperty("ccproxy.dist")), scratch, environment);
  }

  /** The same with a copy of the folder at another place. */
  Dist copiedTo(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = target.resolve(folder.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new Dist(target, scratch, environment);
  }

  Dist with(String name, Object value) {
    Map<String, String> changed = new LinkedHashMap<>(environment);
    changed.put(name, value.toString());
    return new Dist(folder, scratch, changed);
  }

  Dist without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(environment);
    changed.remove(name);
    return new Dist(folder, scratch, changed);
  }

  Path launcher() {
    return folder.resolve("bin/ccproxy");
  }

  Path home() {
    return scratch.resolve("home");
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return runAs(launcher().toString(), arguments);
  }

  /** Runs the launcher under another name, or any program in the same environment. */
  Result runAs(String program, String... arguments) throws IOException, InterruptedException {
    return runIn(scratch, program, arguments);
  }

  Result runIn(Path workingFolder, String program, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", null);
    Path err = Files.createTempFile(scratch, "err", null);
    Process process =
        start(workingFolder, program, arguments)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(program + " did not end");
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /**
   * A shell that runs the tests in the background, or nohup, makes all its children deaf to some
   * signals; this gives them their hearing back where the system has a way.
   */
  private static final List<String> HEARING = hearing();

  private static List<String> hearing() {
    List<String> prefix = List.of("/usr/bin/env", "--default-signal=INT,HUP");
    try {
      Process trial =
          new ProcessBuilder(prefix.get(0), prefix.get(1), "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return trial.waitFor() == 0 ? prefix : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  ProcessBuilder start(Path workingFolder, String program, String... arguments) {
    List<String> command = new ArrayList<>(HEARING);
    command.add(program);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /**
   * A folder that passes for a Java: its {@code bin/java} is a shell script, its {@code release}
   * names the version.
   *
   * @param version null for a Java without a {@code release} file
   */
  static Path fakeJava(Path home, @Nullable String version, String script) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    if (version != null) {
      Files.writeString(home.resolve("release"), "X=1\nJAVA_VERSION=\"" + version + "\"\nY=2\n");
    }
    executable(home.resolve("bin/java"), script);
    return home;
  }

  static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** A Java of version 17 that prints each of its arguments as {@code <argument>}. */
  Dist withEchoingJava() throws IOException {
    return with(
        "JAVA_HOME",
        fakeJava(scratch.resolve("echoing java"), "17.0.9", "printf '<%s>\\n' \"$@\""));
  }

  /**
   * The Java homes of this machine that can run ccproxy, one of each release; the tests' own is the
   * first.
   */
  static Stream<Path> javas() throws IOException {
    Map<String, Path> homes = new LinkedHashMap<>();
    Path own = Path.of(System.getProperty("java.home"));
    homes.put(release(own), own);
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> others = Files.list(usual)) {
        others
            .sorted()
            .filter(home -> Files.isExecutable(home.resolve("bin/java")))
            .filter(home -> feature(release(home)) >= 17)
            .forEach(home -> homes.putIfAbsent(release(home), home));
      }
    }
    return homes.values().stream();
  }

  /** The {@code JAVA_VERSION} of a Java home, {@code "0"} if it does not say one. */
  static String release(Path javaHome) {
    try (Stream<String> lines = Files.lines(javaHome.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
          .findFirst()
          .orElse("0");
    } catch (IOException | UncheckedIOException e) {
      return "0";
    }
  }

  static int feature(String release) {
    int end = 0;
    while (end < release.length() && Character.isDigit(release.charAt(end))) {
      end++;
    }
    return Integer.parseInt(release, 0, end, 10);
  }

  /** Waits until something is so; fails after {@link #PATIENCE}. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not so: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
