package dev.ccproxy.cli;

import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.RelevantNames;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.SecretNames;
import dev.ccproxy.report.ConfigReport;
import dev.ccproxy.report.DoctorJson;
import dev.ccproxy.report.DoctorReport;
import dev.ccproxy.report.DoctorText;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ccproxy doctor bundle}: an archive for a bug report. The names in it are ours, secrets are
 * taken out of what is in it, and the finished archive is looked through once more before anybody
 * gets to see it; if anything is found then, there is no archive.
 */
final class DoctorBundle {
  private static final int WIDTH = 100;
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final DoctorOptions options;
  private final DoctorCommand.Checkup checkup;
  private final Context context;

  DoctorBundle(DoctorOptions options, DoctorCommand.Checkup checkup, Context context) {
    this.options = options;
    this.checkup = checkup;
    this.context = context;
  }

  int run() throws Exception {
    if (context.json() || options.fix()) {
      throw CommandFailedException.usage(
          "bundle-alone",
          "doctor bundle writes an archive; --format json and --fix do not go with it",
          "leave them out; the archive holds the report as JSON");
    }
    Path file = target();
    List<DoctorReport> reports = new ArrayList<>();
    int exit = new DoctorRun(options, context, checkup.files(), checkup.live(), reports::add).run();
    if (exit == ExitCode.INTERRUPTED || reports.isEmpty()) {
      throw CommandFailedException.refused(
          "interrupted", "Nothing was written", "run ccproxy doctor bundle again");
    }
    Workspace workspace = Workspace.read(context.environment(), options.files());
    SecretScan.learn(context.redactor(), workspace);
    Map<String, String> entries = entries(workspace, reports.get(0));
    list(entries, file);
    if (context.prompter().isInteractive() && !options.yes() && !agreed()) {
      throw CommandFailedException.refused(
          "declined", "Nothing was written", "run the command again when you want the archive");
    }
    byte[] archive = zip(entries);
    scan(archive, workspace);
    PrivateFile.write(file, archive);
    context
        .out()
        .say(
            "Wrote "
                + context.environment().shorten(file)
                + ", for you alone to read. Look at it before you pass it on.");
    return ExitCode.OK;
  }

  private Path target() throws CommandFailedException {
    Path named = options.output();
    Path file =
        named == null
            ? context.environment().workingDirectory().resolve("ccproxy-bundle.zip")
            : named;
    if (Files.exists(file) && !options.yes()) {
      throw CommandFailedException.usage(
          "needs-yes",
          context.environment().shorten(file) + " is there already",
          "name another file with --output, or add --yes");
    }
    return file;
  }

  private boolean agreed() {
    String answer = context.prompter().ask("Write it? [y/N] ");
    return answer != null && (answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes"));
  }

  private void list(Map<String, String> entries, Path file) {
    context.out().println("The archive " + context.environment().shorten(file) + " holds:");
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      context
          .out()
          .print(
              new Line()
                  .add("  ")
                  .add(Tint.BOLD, entry.getKey())
                  .add(
                      Tint.DIM,
                      "  " + entry.getValue().getBytes(StandardCharsets.UTF_8).length + " bytes"));
    }
  }

  /** Content by name; no name comes from outside. */
  private Map<String, String> entries(Workspace workspace, DoctorReport report) {
    Map<String, String> entries = new LinkedHashMap<>();
    put(entries, "versions.txt", versions(workspace));
    put(entries, "report.json", DoctorJson.of(report));
    put(entries, "report.txt", text(report));
    put(entries, "config.json", config(workspace));
    put(entries, "variables.txt", variables(workspace));
    for (SettingsFile settings : workspace.settings().files()) {
      String name = settings.source().name().toLowerCase(java.util.Locale.ROOT);
      put(entries, "settings-" + name + ".json", content(settings.file()));
    }
    int number = 0;
    for (LiteLlmConfig config : workspace.configs()) {
      for (SourceFile file : config.files()) {
        number++;
        put(entries, "litellm-" + number + ".yaml", content(file));
      }
    }
    return entries;
  }

  private void put(Map<String, String> entries, String name, String text) {
    if (!text.isEmpty() && !entries.containsKey(name)) {
      entries.put(name, clean(text));
    }
  }

  /** Without secrets, and without the name of the user in paths. */
  private String clean(String text) {
    Path home = context.environment().home();
    String shown = home == null ? text : text.replace(home.toString(), "~");
    return context.redactor().apply(shown);
  }

  private static String content(SourceFile file) {
    SourceDocument document = file.document();
    if (document != null) {
      return document.source().text();
    }
    return file.exists() ? "(" + file.state() + ")\n" : "";
  }

  private String versions(Workspace workspace) {
    StringBuilder out = new StringBuilder();
    out.append("ccproxy ").append(App.version()).append('\n');
    out.append("Java ").append(System.getProperty("java.version")).append('\n');
    out.append(System.getProperty("os.name"))
        .append(' ')
        .append(System.getProperty("os.version"))
        .append(' ')
        .append(System.getProperty("os.arch"))
        .append('\n');
    out.append("client ").append(workspace.client().kind().id());
    out.append(' ').append(String.valueOf(workspace.client().version())).append('\n');
    for (Installed installed : workspace.liteLlms()) {
      out.append("LiteLLM ").append(String.valueOf(installed.version())).append('\n');
    }
    return out.toString();
  }

  private String text(DoctorReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Screen screen = new Screen(bytes, StandardCharsets.UTF_8, false, WIDTH, context.redactor());
    new DoctorText(report, screen, false).print();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String config(Workspace workspace) {
    ClientSettings settings = workspace.settings();
    List<String> names = new ArrayList<>();
    Map<String, EffectiveValue> values = new LinkedHashMap<>();
    for (String name : RelevantNames.of(settings.names())) {
      EffectiveValue value = settings.variable(name).orElse(null);
      if (value != null) {
        names.add(name);
        values.put(name, value);
      }
    }
    return ConfigReport.json(workspace, names, values) + "\n";
  }

  /** Which variables the gateway's env files have; never what they hold. */
  private static String variables(Workspace workspace) {
    StringBuilder out = new StringBuilder();
    GatewayEnvironment environment = workspace.gatewayEnvironment();
    for (SourceFile file : environment.files()) {
      SourceDocument document = file.document();
      if (document != null && document.root() instanceof Node.Mapping mapping) {
        out.append("names in ").append(file.path().getFileName()).append(":\n");
        for (Node.Entry entry : mapping.entries()) {
          out.append("  ").append(entry.key()).append('\n');
        }
      }
    }
    return out.toString();
  }

  static byte[] zip(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Looks through the finished archive.
   *
   * @throws CommandFailedException when it is too big, or anything in it may be a secret
   */
  private void scan(byte[] archive, Workspace workspace)
      throws CommandFailedException, IOException {
    String leak = leak(archive, context.redactor(), secrets(workspace));
    if (leak != null) {
      throw CommandFailedException.refused(
          "secret-in-bundle",
          "Something in " + leak + " may be a secret, or is too long; nothing was written",
          "report this, and send the text of ccproxy doctor instead");
    }
  }

  /**
   * The first entry of an archive that may not be shown; null for none.
   *
   * @param secrets what must not be in it, whatever the redactor knows
   */
  static @Nullable String leak(byte[] archive, Redactor redactor, List<String> secrets)
      throws IOException {
    long total = 0;
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readNBytes(MOST_BYTES + 1);
        total += content.length;
        String text = new String(content, StandardCharsets.UTF_8);
        boolean leaks = total > MOST_BYTES || !redactor.apply(text).equals(text);
        for (String secret : secrets) {
          leaks |= text.contains(secret);
        }
        if (leaks) {
          return entry.getName();
        }
      }
    }
    return null;
  }

  /** Values of credentials by the names of their variables, found without the redactor's help. */
  private List<String> secrets(Workspace workspace) {
    Map<String, String> all = new LinkedHashMap<>(context.environment().variables());
    for (String name : workspace.settings().names()) {
      all.put("settings " + name, workspace.settings().text(name));
    }
    for (SourceFile file : workspace.gatewayEnvironment().files()) {
      SourceDocument document = file.document();
      if (document != null && document.root() instanceof Node.Mapping mapping) {
        for (Node.Entry entry : mapping.entries()) {
          if (entry.value() instanceof Node.Scalar scalar) {
            all.put(file.shown() + " " + entry.key(), scalar.value());
          }
        }
      }
    }
    List<String> secrets = new ArrayList<>();
    Redactor redactor = context.redactor();
    for (Map.Entry<String, String> one : all.entrySet()) {
      String name = one.getKey().substring(one.getKey().lastIndexOf(' ') + 1);
      String value = one.getValue();
      // A word that is public, such as the key of a server that checks none, is no secret.
      if (SecretNames.matches(name) && !value.isBlank() && !redactor.apply(value).equals(value)) {
        secrets.add(value);
      }
    }
    return secrets;
  }
}
