package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A home, a project and a state folder on a real disk. */
final class World {
  static final Instant NOW = Instant.parse("2026-11-25T22:15:30.123Z");

  final Path root;
  final Path home;
  final Path project;
  final Path outside;
  final Path state;
  final FileStore store;

  /** The time of the next change; goes on by a minute with each one that asks. */
  Instant now = NOW;

  private World(Path root) {
    this.root = root;
    this.home = root.resolve("home");
    this.project = root.resolve("project");
    this.outside = root.resolve("outside");
    this.state = root.resolve("state/ccproxy");
    this.store = new FileStore(home, project);
  }

  static World in(Path folder) throws IOException {
    World world = new World(folder.toRealPath());
    Files.createDirectory(world.home);
    Files.createDirectory(world.project);
    Files.createDirectory(world.outside);
    return world;
  }

  Changes changes() {
    return changes(CrashPoint.NONE);
  }

  Changes changes(CrashPoint crash) {
    return new Changes(state, store, clock(), crash, Duration.ofSeconds(10));
  }

  Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Path file(Path path, String content, String mode) throws IOException {
    Files.writeString(path, content);
    return mode(path, mode);
  }

  static Path file(Path path, String content) throws IOException {
    return file(path, content, "rw-r--r--");
  }

  static Path mode(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** A change of what is there now. */
  FileChange to(Path path, @Nullable String after) throws ChangeRefusedException {
    return new FileChange(path, store.read(path), after == null ? null : bytes(after), false);
  }

  FileChange secret(Path path, String after) throws ChangeRefusedException {
    return new FileChange(path, store.read(path), bytes(after), true);
  }

  static ChangePlan plan(FileChange... files) {
    return new ChangePlan("init test", List.of(files), Map.of("provider", "deepseek"));
  }

  /** Everything outside of the state folder: kind, mode and content of each file. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> snapshot = new TreeMap<>();
    for (Path tree : List.of(home, project, outside)) {
      try (Stream<Path> walk = Files.walk(tree)) {
        for (Path path : (Iterable<Path>) walk::iterator) {
          snapshot.put(root.relativize(path).toString(), describe(path));
        }
      }
    }
    return snapshot;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    String mode = mode(path) + " uid " + Files.getAttribute(path, "unix:uid") + " ";
    if (!Files.isReadable(path)) {
      return mode + Files.getAttribute(path, "unix:ino") + " " + Files.getLastModifiedTime(path);
    }
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return mode + new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    }
    return mode + (Files.isDirectory(path) ? "folder" : "other");
  }

  /** The call is refused with this code and neither a file nor the state has changed. */
  ChangeRefusedException refused(String code, ThrowingCallable call) throws IOException {
    Map<String, String> before = snapshot();
    List<String> stateBefore = entryFolders();
    ChangeRefusedException refusal = catchThrowableOfType(ChangeRefusedException.class, call);
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.next()).isNotBlank();
    assertThat(snapshot()).isEqualTo(before);
    assertThat(entryFolders()).isEqualTo(stateBefore);
    return refusal;
  }

  /** Names in the journal folder, sorted; empty where there is none. */
  List<String> entryFolders() throws IOException {
    Path journal = state.resolve("journal");
    if (!Files.exists(journal)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(journal)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Everything in the state folder with its permissions. */
  Map<String, String> stateModes() throws IOException {
    Map<String, String> modes = new LinkedHashMap<>();
    try (Stream<Path> walk = Files.walk(state)) {
      for (Path path : (Iterable<Path>) walk.sorted()::iterator) {
        modes.put(state.relativize(path).toString(), mode(path));
      }
    }
    return modes;
  }

  static final class CrashError extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Counts the steps, and crashes or fails at one of them. */
  static final class At implements CrashPoint {
    final List<String> steps = new ArrayList<>();
    private final int index;
    private final boolean crash;

    private At(int index, boolean crash) {
      this.index = index;
      this.crash = crash;
    }

    static At never() {
      return new At(-1, false);
    }

    static At crash(int index) {
      return new At(index, true);
    }

    static At fail(int index) {
      return new At(index, false);
    }

    @Override
    public void at(String step) throws IOException {
      steps.add(step);
      if (steps.size() - 1 == index) {
        if (crash) {
          throw new CrashError();
        }
        throw new IOException("failed on purpose");
      }
    }
  }
}
