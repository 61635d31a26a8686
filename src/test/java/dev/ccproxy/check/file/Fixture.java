package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of files on which the static checks are tried. The folder of a fixture holds:
 *
 * <ul>
 *   <li>{@code home/}, with the working directory {@code home/project/}; {@code {{HOME}}} and
 *       {@code {{PROJECT}}} in its files are filled in. Files are private (0600) unless {@code
 *       scene.properties} says otherwise;
 *   <li>{@code etc/}, the folder of the administrator's settings; may be missing;
 *   <li>{@code env.properties}, the variables of the shell; may be missing. {@code HOME} is always
 *       set, {@code PATH} is empty;
 *   <li>{@code scene.properties}; may be missing: {@code client=claude-code@2.1.330} (that is the
 *       usual one; {@code unknown} for no known version, {@code haha}), {@code settings}, {@code
 *       configs}, {@code envFiles} (paths below {@code home/}, the last two with commas), {@code
 *       mode.PATH=644}, {@code git=init}, {@code git.track=PATH,...} (paths below {@code
 *       home/project/});
 *   <li>{@code expected.txt}: one line for each finding at warning or above, and for each one of
 *       the fixture's own check: {@code ID severity [LOCATION]}, in the order of the diagnosis; a
 *       line {@code + ID ...} for a finding that another one explains.
 * </ul>
 */
final class Fixture {
  /** The day on which all of them are judged. */
  static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private static final Path ROOT =
      Path.of("src", "test", "resources", "dev", "ccproxy", "check", "file").toAbsolutePath();

  private final Path folder;
  private final Properties scene = new Properties();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Path home;
  private final Path project;
  private final Path managed;

  /** Whether a check is to be tried: all are, or those of {@code -Dccproxy.checks=REGEX}. */
  static boolean isWanted(String check) {
    return check.matches(System.getProperty("ccproxy.checks", ".*"));
  }

  /** All of them, as {@code CCP-S103/bad}. */
  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> checks = Files.list(ROOT)) {
      for (Path check : (Iterable<Path>) checks.sorted()::iterator) {
        try (Stream<Path> cases = Files.list(check)) {
          cases.sorted().forEach(c -> names.add(check.getFileName() + "/" + c.getFileName()));
        }
      }
    }
    return names;
  }

  /** Copies the files of a fixture below {@code root}. */
  Fixture(String name, Path root) throws IOException {
    folder = ROOT.resolve(name);
    Path real = root.toRealPath();
    home = real.resolve("home");
    project = home.resolve("project");
    managed = real.resolve("etc");
    Files.createDirectories(project);
    load(scene, "scene.properties");
    Properties env = new Properties();
    load(env, "env.properties");
    for (String variable : env.stringPropertyNames()) {
      variables.put(variable, filled(env.getProperty(variable)));
    }
    variables.put("HOME", home.toString());
    variables.putIfAbsent("PATH", "");
    copy(folder.resolve("home"), home);
    copy(folder.resolve("etc"), managed);
    if (scene.containsKey("open")) {
      for (Path open : List.of(real, home, project, home.resolve(".claude"))) {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    git();
  }

  private void load(Properties properties, String file) throws IOException {
    if (Files.exists(folder.resolve(file))) {
      try (Reader reader = Files.newBufferedReader(folder.resolve(file))) {
        properties.load(reader);
      }
    }
  }

  private String filled(String text) {
    return text.replace("{{HOME}}", home.toString()).replace("{{PROJECT}}", project.toString());
  }

  private void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
          continue;
        }
        String latin = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(target, filled(latin), StandardCharsets.ISO_8859_1);
        String mode = scene.getProperty("mode." + from.relativize(file), "600");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions(mode)));
      }
    }
  }

  private static String permissions(String octal) {
    StringBuilder out = new StringBuilder();
    for (char digit : octal.toCharArray()) {
      int bits = digit - '0';
      out.append((bits & 4) != 0 ? 'r' : '-')
          .append((bits & 2) != 0 ? 'w' : '-')
          .append((bits & 1) != 0 ? 'x' : '-');
    }
    return out.toString();
  }

  private void git() throws IOException {
    String tracked = scene.getProperty("git.track", "");
    if (scene.containsKey("git") || !tracked.isEmpty()) {
      git("init", "");
      for (String file : tracked.split(",")) {
        if (!file.isBlank()) {
          git("track", file.strip());
        }
      }
    }
  }

  /** {@code init} makes the project a repository, {@code track} adds a file to it. */
  void git(String what, String file) throws IOException {
    variables.put("PATH", System.getenv("PATH"));
    if (what.equals("init")) {
      run("git", "init", "-q");
    } else {
      run("git", "add", "-f", "--", file);
    }
  }

  private void run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(project.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  Path home() {
    return home;
  }

  Path project() {
    return project;
  }

  Path managed() {
    return managed;
  }

  /** The user's own catalogue; may be missing. */
  Path catalog() {
    return home.resolveSibling("catalog");
  }

  /** Sets a variable of the shell; null takes it away. */
  void variable(String name, @Nullable String value) {
    if (value == null) {
      variables.remove(name);
    } else {
      variables.put(name, value);
    }
  }

  /** As a line of {@code scene.properties}. */
  void property(String key, String value) {
    scene.setProperty(key, value);
  }

  /** The id of the check that it is about. */
  String check() {
    return String.valueOf(Objects.requireNonNull(folder.getParent()).getFileName());
  }

  /** What its files are now. */
  Workspace workspace() {
    String client = scene.getProperty("client", "claude-code@2.1.330");
    int at = client.indexOf('@');
    @Nullable Version version = at < 0 ? null : Version.of(client.substring(at + 1)).orElseThrow();
    ClientKind kind = ClientKind.of(client).orElse(ClientKind.CLAUDE_CODE);
    String settings = scene.getProperty("settings");
    return Workspace.read(
        UserEnvironment.of(variables, project, false),
        new WorkspaceRequest(
            paths("configs"),
            settings == null ? null : home.resolve(settings),
            paths("envFiles"),
            kind,
            version,
            managed));
  }

  private List<Path> paths(String key) {
    List<Path> paths = new ArrayList<>();
    for (String path : scene.getProperty(key, "").split(",")) {
      if (!path.isBlank()) {
        paths.add(home.resolve(path.strip()));
      }
    }
    return paths;
  }

  /** What all static checks say about it. */
  Diagnosis diagnosis() {
    return new FileCheckRunner(Checks.ofFiles())
        .run(
            new FileScene(workspace(), new Catalog(catalog()), LiteLlmFacts.packaged(), TODAY),
            (Check check) -> true);
  }

  /** The findings that count, one line each. */
  List<String> lines(Diagnosis diagnosis, boolean withPlaces) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity().atLeast(Severity.WARNING) || finding.id().equals(check())) {
        lines.add(
            (diagnosis.isRoot(finding) ? "" : "+ ")
                + finding.id()
                + " "
                + finding.severity().word()
                + (withPlaces ? " " + place(finding) : ""));
      }
    }
    return lines;
  }

  private static String place(Finding finding) {
    List<Evidence> evidence = finding.evidence();
    return evidence.isEmpty() ? "-" : evidence.get(0).location();
  }

  /** The lines of {@code expected.txt}; empty where there is none. */
  List<String> expected() throws IOException {
    return expected(folder);
  }

  /** As {@link #expected()} without copying anything. */
  static List<String> expectedOf(String name) throws IOException {
    return expected(ROOT.resolve(name));
  }

  private static List<String> expected(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    Path file = folder.resolve("expected.txt");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line.strip());
        }
      }
    }
    return lines;
  }

  /** Makes every edit that is no job for the user alone; whether there was one. */
  boolean repair(Diagnosis diagnosis) throws Exception {
    boolean any = false;
    for (Finding finding : diagnosis.findings()) {
      Fix fix = finding.fix();
      if (fix == null || fix.kind() == Fix.Kind.MANUAL) {
        continue;
      }
      for (FileEdit edit : fix.edits()) {
        any = true;
        Path file = edit.file();
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
        byte[] after = edit.apply(before);
        Files.createDirectories(file.getParent());
        Files.write(file, after);
        if (edit.secret() || before == null) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
    return any;
  }

  /** The content of every file, by path. */
  Map<Path, String> files() throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : (Iterable<Path>) all.sorted()::iterator) {
        if (Files.isRegularFile(file) && !file.toString().contains("/.git/")) {
          files.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }
}
