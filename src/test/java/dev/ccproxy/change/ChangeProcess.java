package dev.ccproxy.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.difflib.algorithm.myers.MyersDiff;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A program of its own that makes changes, so that it can be killed, raced or run elsewhere. */
final class ChangeProcess {
  private final Path root;
  private final FileStore store;
  private final PrintStream out;

  private ChangeProcess(Path root, PrintStream out) {
    this.root = root;
    this.store = new FileStore(root.resolve("home"), root.resolve("project"));
    this.out = out;
  }

  /**
   * Runs one of the modes.
   *
   * @param args mode, folder of the {@link World}, more by mode
   */
  public static void main(String[] args) throws Exception {
    ChangeProcess process =
        new ChangeProcess(Path.of(args[1]), new PrintStream(System.out, true, "UTF-8"));
    switch (args[0]) {
      case "versions" -> process.versions();
      case "count" -> process.count(Integer.parseInt(args[2]));
      case "hold" -> process.hold();
      case "read" -> process.read();
      case "write" -> process.write();
      case "undo" -> process.undo();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** A command line for {@link #main}. */
  static List<String> command(String... args) throws URISyntaxException {
    return command(classPath(), args);
  }

  static List<String> command(List<Path> classPath, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp"));
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(ChangeProcess.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** Where the classes come from that {@link #main} needs. */
  static List<Path> classPath() throws URISyntaxException {
    List<Path> places = new ArrayList<>();
    for (Class<?> type :
        List.of(Changes.class, ChangeProcess.class, JsonFactory.class, MyersDiff.class)) {
      Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!places.contains(place)) {
        places.add(place);
      }
    }
    return places;
  }

  private Changes changes(CrashPoint crash) {
    return new Changes(
        root.resolve("state/ccproxy"), store, Clock.systemUTC(), crash, Duration.ofSeconds(30));
  }

  /** The files of version {@code n}; the last one is only there when {@code n} is odd. */
  static List<FileChange> version(Path root, FileStore store, int n) throws ChangeRefusedException {
    List<FileChange> files = new ArrayList<>();
    for (Map.Entry<String, Boolean> each : Versions.FILES.entrySet()) {
      Path path = root.resolve(each.getKey());
      files.add(
          new FileChange(
              path, store.read(path), Versions.content(each.getKey(), n), each.getValue()));
    }
    return files;
  }

  /** From version to version for ever, with an undo now and then; each step is a line of output. */
  private void versions() throws ChangeRefusedException {
    int version = Versions.of(root.resolve("home/settings.json"));
    for (int i = 1; ; i++) {
      if (i % 3 == 0) {
        changes(out::println).undo(null, false);
        version--;
      } else {
        version++;
        changes(out::println)
            .apply(new ChangePlan("v" + version, version(root, store, version), Map.of()));
      }
    }
  }

  /** Adds one to a number in a file, {@code times} times, against others who do the same. */
  private void count(int times) throws Exception {
    Path file = root.resolve("home/number");
    int done = 0;
    while (done < times) {
      byte[] before = store.read(file);
      int number =
          before == null ? 0 : Integer.parseInt(new String(before, StandardCharsets.UTF_8));
      FileChange change =
          new FileChange(file, before, World.bytes(Integer.toString(number + 1)), false);
      try {
        changes(CrashPoint.NONE).apply(World.plan(change));
        done++;
      } catch (ChangeRefusedException e) {
        if (!e.code().equals("file-changed-meanwhile")) {
          throw e;
        }
      }
    }
  }

  /** Stops in the middle of a change until a line comes on stdin. */
  private void hold() throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Path file = root.resolve("home/held");
    changes(
            step -> {
              if (step.equals("new file written")) {
                out.println("holding");
                in.readLine();
              }
            })
        .apply(World.plan(new FileChange(file, store.read(file), World.bytes("new"), false)));
    out.println("done");
  }

  /** What commands do that change nothing. */
  private void read() throws ChangeRefusedException {
    byte[] content = store.read(root.resolve("home/settings.json"));
    int entries = changes(CrashPoint.NONE).list().size();
    boolean latest = changes(CrashPoint.NONE).latest(any -> true).isPresent();
    out.println((content == null ? -1 : content.length) + " " + entries + " " + latest);
  }

  /** One file without and one with a secret, new ones and old ones; prints what came of it. */
  private void write() throws IOException {
    List<FileChange> files = new ArrayList<>();
    try {
      for (String name : List.of("plain", "secret", "old-plain", "old-secret", "made/plain")) {
        Path path = root.resolve("home").resolve(name);
        files.add(
            new FileChange(path, store.read(path), World.bytes("new"), name.endsWith("secret")));
      }
      changes(CrashPoint.NONE).apply(new ChangePlan("write", files, Map.of()));
      for (FileChange file : files) {
        out.println(World.mode(file.path()));
      }
      out.println(World.mode(root.resolve("home/made")));
      out.println(World.mode(root.resolve("state/ccproxy/journal")));
    } catch (ChangeRefusedException e) {
      out.println(e.code() + ": " + e.reason());
    }
  }

  private void undo() throws ChangeRefusedException {
    out.println(changes(CrashPoint.NONE).undo(null, false).files().size());
  }

  /** Contents that tell which version they belong to, and whether they are whole. */
  static final class Versions {
    private Versions() {}

    /** Path below the root, and whether the file holds a secret. */
    static final Map<String, Boolean> FILES =
        new TreeMap<>(
            Map.of(
                "home/settings.json", true,
                "project/litellm_config.yaml", false,
                "project/.generated/litellm.env", true));

    static byte @Nullable [] content(String name, int version) {
      if (name.endsWith(".env") && version % 2 == 0) {
        return null;
      }
      return (version + "\n" + (name + version + "\n").repeat(version * 37 % 3000))
          .getBytes(StandardCharsets.UTF_8);
    }

    /** 0 where there is no file. */
    static int of(Path file) {
      try {
        return Files.exists(file)
            ? Integer.parseInt(Files.readAllLines(file, StandardCharsets.UTF_8).get(0))
            : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
