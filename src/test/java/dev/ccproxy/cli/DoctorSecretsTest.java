package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants keys everywhere and looks for them in everything that comes out. */
class DoctorSecretsTest {
  /** Without the beginning of any vendor's keys: only that it was read tells what it is. */
  private static final String TOKEN = "zq7/K+planted\"quote==0001";

  private static final String MASTER = "sk-planted-master-0123456789";
  private static final String UPSTREAM = "Xy9planted.upstream-00000003";
  private static final String COMMENTED = "Ab8planted_comment_00000004";
  private static final String AS_KEY = "sk-proj-planted0as0key012345";
  private static final String IN_NAME = "sk-ant-planted0in0name012345";
  private static final String LOGIN = "planted-password-0006";
  private static final String BROKEN = "Cd7planted_broken_00000007";

  private static final List<String> KEYS =
      List.of(TOKEN, MASTER, UPSTREAM, COMMENTED, AS_KEY, IN_NAME, LOGIN, BROKEN);

  @TempDir Path root;

  /** Repeats whatever it sees, in every field that a finding has. */
  private static FakeChecks.Fake echo() {
    return new FakeChecks.Fake(
        "CCP-S998",
        "echoes-everything",
        Layer.UNKNOWN,
        Check.Group.FILES,
        (check, scene) -> {
          List<Finding> findings = new ArrayList<>();
          for (SourceFile file : files(scene)) {
            SourceDocument document = file.document();
            String text = document == null ? raw(file.path()) : document.source().text();
            int line = 0;
            for (String row : text.split("\n")) {
              line++;
              Place place = Place.line(file, line, 1, row);
              findings.add(
                  check
                      .finding(Severity.ERROR, "Title " + row)
                      .cause("Cause " + row)
                      .impact("Impact " + row)
                      .subject(row)
                      .evidence(Evidence.of(place))
                      .evidence(new Evidence(Evidence.Kind.RESPONSE, "at " + row, echoed(row)))
                      .fix(
                          new Fix(
                              Fix.Kind.SAFE,
                              "Summary " + row,
                              file.shown().endsWith("settings.json")
                                  ? List.of(
                                      new FileEdit.Tree(
                                          file.path(),
                                          FileEdit.Format.JSON,
                                          new Change.Set(
                                              NodePath.of("env", "SEEN"), Value.of("yes"))))
                                  : List.of(),
                              List.of("echo " + row)))
                      .build());
            }
          }
          return findings;
        });
  }

  private static List<SourceFile> files(FileScene scene) {
    List<SourceFile> files = new ArrayList<>();
    scene.workspace().settings().files().forEach(f -> files.add(f.file()));
    scene.workspace().configs().forEach(c -> files.addAll(c.files()));
    files.addAll(scene.workspace().gatewayEnvironment().files());
    files.removeIf(f -> !f.exists());
    return files;
  }

  private static String raw(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return "";
    }
  }

  /** As a server may give a key back. */
  private static String echoed(String row) {
    StringBuilder out = new StringBuilder(row);
    for (String key : KEYS) {
      if (row.contains(key)) {
        out.append('\n').append(URLEncoder.encode(key, StandardCharsets.UTF_8));
        out.append('\n')
            .append(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
        out.append('\n').append(key, 0, 12).append("\u001b[0m").append(key.substring(12));
        out.append('\n').append(key, 0, 14).append('\u200b').append(key.substring(14));
      }
    }
    return out.toString();
  }

  private static void assertClean(String what, String output) {
    // Also with what separates the halves of a split one taken away.
    String joined =
        output
            .replace("\\u{1b}[0m", "")
            .replace("\\\\u{1b}[0m", "")
            .replace("\\u{200b}", "")
            .replace("\\\\u{200b}", "")
            .replace("&quot;", "\"")
            .replace("\\\"", "\"")
            .replace("\\\\\"", "\"");
    for (String key : KEYS) {
      String base64 =
          Base64.getEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
      assertThat(joined)
          .as(what)
          .doesNotContain(key)
          .doesNotContain(URLEncoder.encode(key, StandardCharsets.UTF_8))
          .doesNotContain(base64)
          .doesNotContain(key.substring(0, 12), key.substring(12));
    }
  }

  private Cli planted() throws IOException {
    Cli cli = new Cli(root).doctor(FakeChecks.doctor(echo(), FakeChecks.tokenMismatch()));
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://me:"
            + LOGIN
            + "@localhost:4000/?key="
            + URLEncoder.encode(TOKEN, StandardCharsets.UTF_8)
            + "\",\n    \"ANTHROPIC_AUTH_TOKEN\": \""
            + TOKEN.replace("\"", "\\\"")
            + "\",\n    \"ANTHROPIC_MODEL\": \""
            + UPSTREAM
            + "\"\n  }\n}\n");
    Files.writeString(
        cli.project().resolve("litellm_config.yaml"),
        "# OPENAI_API_KEY="
            + COMMENTED
            + "\nmodel_list:\n  - model_name: gpt\n    litellm_params:\n      api_key: \""
            + UPSTREAM
            + "\"\n"
            + AS_KEY
            + ": 1\ngeneral_settings:\n  master_key: '"
            + MASTER
            + "'\ninclude: ["
            + IN_NAME
            + ".yaml]\n");
    Files.writeString(cli.project().resolve(IN_NAME + ".yaml"), "model_list: []\n");
    Files.writeString(cli.project().resolve("litellm.env"), "LITELLM_MASTER_KEY=" + MASTER + "\n");
    Files.createDirectories(cli.project().resolve(".claude"));
    Files.writeString(
        cli.project().resolve(".claude/settings.json"),
        "{\"env\": {\"OTHER_API_KEY\": \"" + BROKEN + "\",,}\n");
    return cli;
  }

  @Test
  void no_form_of_the_output_holds_a_key() throws IOException {
    Cli cli = planted();
    for (String format : DoctorOptions.FORMATS) {
      Cli.Result result = cli.run("doctor", "--offline", "--format", format);
      assertThat(result.exit()).as(result.err()).isEqualTo(1);
      assertThat(result.out()).contains("CCP-S998");
      assertClean(format, result.out());
      assertClean(format, result.err());
      Path file = root.resolve("report");
      cli.run("doctor", "--offline", "--format", format, "--output", file.toString());
      assertClean(format + " file", Files.readString(file));
    }
  }

  @Test
  void neither_does_a_repair_nor_a_baseline_nor_anything_that_others_can_read() throws IOException {
    Cli cli = planted();
    Path baseline = root.resolve("baseline.json");
    cli.run("doctor", "--offline", "--write-baseline", baseline.toString());
    assertClean("baseline", Files.readString(baseline));
    cli.doctor(FakeChecks.doctor(FakeChecks.noHaiku(), FakeChecks.tokenMismatch()));
    for (String[] more : new String[][] {{"--dry-run", "--yes"}, {"--yes"}, {}}) {
      for (String format : DoctorOptions.FORMATS) {
        List<String> arguments =
            new ArrayList<>(List.of("doctor", "--offline", "--fix", "--format", format));
        arguments.addAll(List.of(more));
        Cli.Result result = cli.run(arguments.toArray(new String[0]));
        assertClean("fix " + format, result.out() + result.err());
      }
    }
    try (var files = Files.walk(cli.home().resolve(".local"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void a_crash_and_a_failure_do_not_either() throws IOException {
    Cli cli = planted();
    FakeChecks.Fake crash =
        new FakeChecks.Fake(
            "CCP-S997",
            "crashes-with-a-key",
            Layer.UNKNOWN,
            Check.Group.FILES,
            (check, scene) -> {
              throw new IllegalStateException(TOKEN);
            });
    cli.doctor(FakeChecks.doctor(crash));
    for (String format : DoctorOptions.FORMATS) {
      Cli.Result result = cli.run("doctor", "--offline", "--format", format, "--debug");
      assertClean(format, result.out() + result.err());
    }
    Cli.Result usage = cli.run("doctor", "--config", MASTER, "--only", UPSTREAM);
    assertThat(usage.exit()).isEqualTo(2);
    assertClean("usage", usage.out() + usage.err());
  }
}
