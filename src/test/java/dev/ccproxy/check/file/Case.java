package dev.ccproxy.check.file;

import dev.ccproxy.change.UnifiedDiff;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.wire.Severity;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small change of a healthy set-up, and what one check says about it. In a file of cases, named
 * after the check, each begins with {@code ===} and its title; then come the changes, a line {@code
 * ---} and the findings. Changes, one a line:
 *
 * <ul>
 *   <li>{@code base direct}: the healthy set-up; {@code gateway}, which is the usual one, {@code
 *       direct}, or a fixture such as {@code CCP-S401/good};
 *   <li>{@code client haha}, {@code client claude-code@2.1.197}, {@code client unknown};
 *   <li>{@code env NAME VALUE}: in the user's settings, VALUE in JSON; without VALUE it goes;
 *   <li>{@code key NAME VALUE}: the same beside {@code env};
 *   <li>{@code shell NAME VALUE}: a variable of the shell, a string in JSON;
 *   <li>{@code secret NAME VALUE}: in {@code litellm.env}, the same;
 *   <li>{@code yaml PATH VALUE}: in {@code litellm_config.yaml}, VALUE in JSON; PATH as {@code
 *       model_list/0/litellm_params/model}; without VALUE it goes;
 *   <li>{@code file PATH}: a file below the home folder ({@code etc/} for the administrator's), its
 *       lines follow, indented by four blanks; no lines, no file;
 *   <li>{@code config}: as {@code file project/litellm_config.yaml};
 *   <li>{@code latin PATH}: as {@code file}, in ISO 8859-1; {@code folder PATH}; {@code link PATH
 *       TARGET}; {@code size PATH BYTES}, filled up with zero bytes; {@code mode PATH rw-r--r--};
 *   <li>{@code git init}, {@code git track PATH}: of the folder project, or a path below it;
 *   <li>{@code line TEXT}: the lines that follow stand in {@code litellm_config.yaml} instead of
 *       the first one that is TEXT but for its indentation; {@code end}: they stand at its end;
 *   <li>{@code catalog ID}: a provider of the user's own catalogue, its lines follow;
 *   <li>{@code litellm VERSION}: is installed in the virtual environment of the folder;
 *   <li>{@code scene KEY VALUE}: as in {@code scene.properties}.
 * </ul>
 *
 * @param check the id of the check
 * @param changes lines
 * @param findings lines
 */
record Case(String check, String title, List<String> changes, List<String> findings) {
  private static final String INDENT = "    ";
  private static final String GATEWAY = "CCP-S103/good";
  private static final String DIRECT = "CCP-S104/good";

  /** The cases of a file. */
  static List<Case> read(Path file) throws java.io.IOException {
    String check = String.valueOf(file.getFileName()).replace(".txt", "");
    List<Case> cases = new ArrayList<>();
    String title = "";
    List<String> changes = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    List<String> part = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("=== ")) {
        add(cases, check, title, changes, findings);
        title = line.substring(4);
        part = changes;
      } else if (line.equals("---")) {
        part = findings;
      } else {
        part.add(line);
      }
    }
    add(cases, check, title, changes, findings);
    return cases;
  }

  private static void add(
      List<Case> cases, String check, String title, List<String> changes, List<String> findings) {
    if (!title.isEmpty()) {
      cases.add(new Case(check, title, stripped(changes), stripped(findings)));
    }
    changes.clear();
    findings.clear();
  }

  private static List<String> stripped(List<String> lines) {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).isBlank()) {
      end--;
    }
    return List.copyOf(lines.subList(0, end));
  }

  /** As it stands in a file, with other findings. */
  String with(List<String> found) {
    List<String> lines = new ArrayList<>();
    lines.add("=== " + title);
    lines.addAll(changes);
    lines.add("---");
    lines.addAll(found);
    return String.join("\n", lines) + "\n";
  }

  /** What the check says. */
  List<String> found(Path root) throws Exception {
    Fixture fixture = fixture(root);
    Diagnosis diagnosis = fixture.diagnosis();
    List<String> lines = new ArrayList<>();
    for (Finding finding : diagnosis.findings()) {
      if (finding.id().equals(check)) {
        describe(finding, fixture, lines);
      } else if (finding.severity().atLeast(Severity.WARNING)) {
        lines.add("also " + finding.id() + " " + finding.severity().word());
      }
    }
    for (CheckResult result : diagnosis.checks()) {
      if (result.status() == CheckResult.Status.CRASH) {
        lines.add("crash " + result.check().id() + " " + result.reason());
      }
    }
    lines.replaceAll(
        line -> line.replace(fixture.home().toString(), "~").replace(root.toString(), "{{root}}"));
    return lines;
  }

  private Fixture fixture(Path root) throws Exception {
    String base = GATEWAY;
    for (String line : changes) {
      if (line.startsWith("base ")) {
        String name = line.substring(5);
        base = name.equals("gateway") ? GATEWAY : name.equals("direct") ? DIRECT : name;
      }
    }
    Fixture fixture = new Fixture(base, root);
    for (int i = 0; i < changes.size(); i++) {
      String line = changes.get(i);
      if (line.startsWith(INDENT) || line.isBlank()) {
        continue;
      }
      List<String> body = new ArrayList<>();
      for (int j = i + 1; j < changes.size() && isBody(changes.get(j)); j++) {
        body.add(changes.get(j).isBlank() ? "" : changes.get(j).substring(INDENT.length()));
      }
      change(fixture, line.split(" ", 3), body);
    }
    return fixture;
  }

  private static boolean isBody(String line) {
    return line.startsWith(INDENT) || line.isBlank();
  }

  private static void change(Fixture fixture, String[] words, List<String> body) throws Exception {
    String name = words.length > 1 ? words[1] : "";
    String value = words.length > 2 ? words[2] : "";
    switch (words[0]) {
      case "base" -> {}
      case "client" -> fixture.property("client", name);
      case "scene" -> fixture.property(name, value);
      case "env" -> settings(fixture, NodePath.of("env", name), value);
      case "key" -> settings(fixture, NodePath.of(name), value);
      case "shell" -> fixture.variable(name, value.isEmpty() ? null : text(value));
      case "secret" -> secret(fixture.project().resolve("litellm.env"), name, value);
      case "yaml" ->
          edit(
              fixture.project().resolve("litellm_config.yaml"),
              FileEdit.Format.YAML,
              path(name),
              value.isEmpty() ? null : value(value));
      case "config" -> write(fixture.project().resolve("litellm_config.yaml"), body);
      case "file" -> write(place(fixture, name), body);
      case "latin" ->
          Files.writeString(
              place(fixture, name), String.join("\n", body) + "\n", StandardCharsets.ISO_8859_1);
      case "folder" -> {
        Files.deleteIfExists(place(fixture, name));
        Files.createDirectories(place(fixture, name));
      }
      case "link" -> {
        Files.deleteIfExists(place(fixture, name));
        Files.createSymbolicLink(place(fixture, name), Path.of(value));
      }
      case "size" -> {
        try (RandomAccessFile file = new RandomAccessFile(place(fixture, name).toFile(), "rw")) {
          file.setLength(Long.parseLong(value));
        }
      }
      case "mode" ->
          Files.setPosixFilePermissions(
              place(fixture, name), PosixFilePermissions.fromString(value));
      case "git" -> fixture.git(name, value);
      case "line" -> replace(fixture, String.join(" ", words).substring(5), body);
      case "end" -> replace(fixture, null, body);
      case "catalog" -> write(fixture.catalog().resolve(name + ".yaml"), body);
      case "litellm" -> installed(fixture.project(), name);
      default -> throw new IllegalArgumentException("no change: " + String.join(" ", words));
    }
  }

  private static Path place(Fixture fixture, String name) {
    return name.startsWith("etc/")
        ? fixture.managed().resolve(name.substring(4))
        : fixture.home().resolve(name);
  }

  private static void settings(Fixture fixture, NodePath path, String json) throws Exception {
    Path file = fixture.home().resolve(".claude/settings.json");
    edit(file, FileEdit.Format.JSON, path, json.isEmpty() ? null : value(json));
  }

  private static void secret(Path file, String name, String json) throws Exception {
    Value value = json.isEmpty() ? null : Value.of(text(json));
    edit(file, FileEdit.Format.ENV, NodePath.of(name), value);
  }

  private static NodePath path(String slashes) {
    NodePath path = NodePath.ROOT;
    for (String step : slashes.split("/")) {
      boolean isIndex = !step.isEmpty() && Character.isDigit(step.charAt(0));
      path = isIndex ? path.item(Integer.parseInt(step)) : path.key(step);
    }
    return path;
  }

  private static void edit(Path file, FileEdit.Format format, NodePath path, @Nullable Value value)
      throws Exception {
    Change change = value == null ? new Change.Remove(path) : new Change.Set(path, value);
    Files.write(file, new FileEdit.Tree(file, format, change).apply(Files.readAllBytes(file)));
  }

  private static Value value(String json) throws DocumentException {
    return Value.of(node(json));
  }

  private static String text(String json) throws DocumentException {
    return ((Node.Scalar) node(json)).value();
  }

  private static Node node(String json) throws DocumentException {
    return JsonDocument.parse("value", json.getBytes(StandardCharsets.UTF_8)).root();
  }

  private static void write(Path file, List<String> lines) throws Exception {
    Files.deleteIfExists(file);
    if (!lines.isEmpty()) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", lines) + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Puts lines in the place of one of the configuration; at its end for null. */
  private static void replace(Fixture fixture, @Nullable String line, List<String> body)
      throws Exception {
    Path file = fixture.project().resolve("litellm_config.yaml");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    int at = line == null ? lines.size() : 0;
    while (line != null && !lines.get(at).strip().equals(line)) {
      at++;
    }
    if (line != null) {
      lines.remove(at);
    }
    lines.addAll(at, stripped(body));
    write(file, lines);
  }

  private static void installed(Path project, String version) throws Exception {
    Path program = project.resolve(".venv/bin/litellm");
    write(program, List.of("#!/bin/sh"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    write(
        project.resolve(
            ".venv/lib/python3.12/site-packages/litellm-" + version + ".dist-info/METADATA"),
        List.of("Name: litellm", "Version: " + version));
  }

  private static void describe(Finding finding, Fixture fixture, List<String> lines)
      throws Exception {
    lines.add(finding.severity().word() + " " + finding.title());
    lines.add("  why    " + finding.cause());
    lines.add("  effect " + finding.impact());
    lines.add(
        "  "
            + finding.layer().word()
            + ", "
            + finding.confidence().word()
            + (finding.explains().isEmpty() ? "" : ", explains " + finding.explains()));
    for (Evidence evidence : finding.evidence()) {
      lines.add("  at     " + evidence.location() + " | " + evidence.excerpt());
    }
    Fix fix = finding.fix();
    if (fix != null) {
      lines.add("  fix    " + fix.kind().word() + ": " + fix.summary() + several(fix));
      fix.commands().forEach(command -> lines.add("    $ " + command));
      for (FileEdit edit : fix.edits()) {
        edit(edit, fixture, lines);
      }
    }
  }

  private static String several(Fix fix) {
    return fix.onlyCandidate() ? "" : " (one of several)";
  }

  private static void edit(FileEdit edit, Fixture fixture, List<String> lines) throws Exception {
    byte[] before = Files.exists(edit.file()) ? Files.readAllBytes(edit.file()) : null;
    byte[] after = edit.apply(before);
    lines.add("    " + edit.file());
    String diff =
        UnifiedDiff.of(
            "",
            before == null ? null : new String(before, StandardCharsets.UTF_8),
            new String(after, StandardCharsets.UTF_8));
    for (String line : diff.split("\n")) {
      boolean isChange = line.startsWith("-") || line.startsWith("+");
      if (isChange && !line.startsWith("---") && !line.startsWith("+++")) {
        lines.add("    " + line);
      }
    }
    if (diff.isEmpty()) {
      lines.add("    (no line changes)");
    }
  }

  @Override
  public String toString() {
    return check + ": " + title;
  }
}
