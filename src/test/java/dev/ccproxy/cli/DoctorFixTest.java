package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorFixTest {
  private static final String BAD =
      "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000/v1\"\n  }\n}\n";
  private static final String CONFIG = "# mine\nmodel_list:\n  - model_name: gpt\n";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root).doctor(FakeChecks.doctor());
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), text);
  }

  private String settings() throws IOException {
    return Files.readString(cli.settings());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(cli.project().resolve(name), text);
  }

  @Test
  void safe_fixes_need_no_question_and_undo_takes_all_of_them_back() throws IOException {
    settings(BAD);
    Path config = file("litellm_config.yaml", CONFIG);
    Cli.Result result = cli.run("doctor", "--offline", "--fix", "--format", "json");
    Schemas.check("report/1", result.out());
    assertThat(settings()).isEqualTo(BAD.replace("/v1", ""));
    assertThat(Files.readString(config)).startsWith(CONFIG).contains("drop_params: true");
    // The haiku tier is left: its fix asks.
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("\"status\": \"warnings\"", "\"undo\": \"2", "\"verified\": \"static\"")
        .contains("--yes makes it")
        .containsSubsequence("\"fixed\"", "CCP-S103", "\"restart\": null", "CCP-S201")
        .contains("litellm --config ./litellm_config.yaml --host 127.0.0.1 --port 4000");
    assertThat(cli.run("undo", "--yes").exit()).isZero();
    assertThat(settings()).isEqualTo(BAD);
    assertThat(config).hasContent(CONFIG);
  }

  @Test
  void the_second_run_changes_nothing() throws IOException {
    settings(BAD);
    cli.run("doctor", "--offline", "--fix", "--yes");
    String once = settings();
    Cli.Result again = cli.run("doctor", "--offline", "--fix", "--yes", "--format", "json");
    assertThat(settings()).isEqualTo(once);
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("\"fixed\": []", "\"undo\": null");
  }

  @Test
  void the_diff_comes_before_the_change_and_a_dry_run_only_shows() throws IOException {
    settings(BAD);
    Cli.Result dry = cli.run("doctor", "--offline", "--fix", "--dry-run");
    assertThat(dry.out())
        .contains(
            "-    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000/v1\"", "would fix CCP-S103");
    assertThat(dry.exit()).isEqualTo(1);
    assertThat(settings()).isEqualTo(BAD);
    Cli.Result real = cli.run("doctor", "--offline", "--fix");
    assertThat(real.out())
        .contains("+    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000\"", "fixed CCP-S103");
    assertThat(real.exit()).isZero();
  }

  @Test
  void what_the_user_decided_is_asked_about() throws IOException {
    settings(BAD);
    cli.answering("n");
    Cli.Result no = cli.run("doctor", "--offline", "--fix");
    assertThat(cli.questions()).containsExactly("Make this change? [y/N] ");
    assertThat(settings()).doesNotContain("HAIKU");
    assertThat(no.out()).contains("not fixed CCP-S105: you said no");
    cli.answering("y");
    cli.run("doctor", "--offline", "--fix");
    assertThat(settings()).contains("\"ANTHROPIC_DEFAULT_HAIKU_MODEL\": \"gpt\"");
  }

  @Test
  void yes_makes_a_fix_that_asks_only_where_nothing_else_could_be_right() throws IOException {
    settings(
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://localhost:4000\", \"ANTHROPIC_AUTH_TOKEN\":"
            + " \"sk-of-the-client-0001\"}}");
    file("litellm_config.yaml", CONFIG);
    file("litellm.env", "LITELLM_MASTER_KEY=sk-of-the-gateway-0002\n");
    Cli.Result result = cli.run("doctor", "--offline", "--fix", "--yes");
    assertThat(settings()).contains("HAIKU").contains("sk-of-the-client-0001");
    assertThat(result.out()).contains("not fixed CCP-S208: there is more than one way");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void a_named_fix_that_needs_a_yes_nobody_can_give_is_wrong_usage() throws IOException {
    settings(BAD.replace("/v1", ""));
    String before = settings();
    Cli.Result result = cli.run("doctor", "--offline", "--fix", "S105");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--yes");
    assertThat(settings()).isEqualTo(before);
    assertThat(cli.run("doctor", "--offline", "--fix", "S105", "--yes").exit()).isZero();
    assertThat(settings()).contains("HAIKU");
  }

  @Test
  void only_the_named_fixes_are_made() throws IOException {
    settings(BAD);
    Path config = file("litellm_config.yaml", CONFIG);
    cli.run("doctor", "--offline", "--fix", "drop-params-off");
    assertThat(settings()).isEqualTo(BAD);
    assertThat(Files.readString(config)).contains("drop_params");
    assertThat(cli.run("doctor", "--offline", "--fix", "S999").exit()).isEqualTo(2);
  }

  @Test
  void what_a_repair_brings_to_light_is_repaired_too_in_the_same_change() throws IOException {
    String broken = BAD.replace("/v1\"", "/v1\",");
    settings(broken);
    Cli.Result result = cli.run("doctor", "--offline", "--fix", "--yes", "--format", "json");
    assertThat(result.exit()).isZero();
    assertThat(settings()).contains("\"http://localhost:4000\"").contains("HAIKU");
    assertThat(cli.run("undo", "--yes").exit()).isZero();
    assertThat(settings()).isEqualTo(broken);
  }

  @Test
  void an_error_that_comes_to_light_takes_no_repair_back() throws IOException {
    settings(
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://localhost:4000\", \"ANTHROPIC_AUTH_TOKEN\":"
            + " \"sk-of-the-client-0001\",}}");
    file("litellm_config.yaml", CONFIG + "litellm_settings:\n  drop_params: true\n");
    file("litellm.env", "LITELLM_MASTER_KEY=sk-of-the-gateway-0002\n");
    Cli.Result result =
        cli.run("doctor", "--offline", "--fix", "S101", "--yes", "--format", "json");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).contains("CCP-S208").doesNotContain("\"takenBack\": true");
    assertThat(settings()).doesNotContain(",}");
  }

  @Test
  void permissions_are_repaired_and_given_back() throws IOException {
    settings("{\"env\": {\"ANTHROPIC_DEFAULT_HAIKU_MODEL\": \"gpt\"}}");
    Path env = file("litellm.env", "A=b\n");
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-r--r--"));
    Cli.Result result = cli.run("doctor", "--offline", "--fix", "--format", "json");
    assertThat(result.out()).contains("\"mode\": \"0600\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
        .isEqualTo("rw-------");
    assertThat(cli.run("doctor", "--offline", "--fix").out()).contains("Nothing was repaired");
    assertThat(cli.run("undo", "--yes").exit()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
        .isEqualTo("rw-r--r--");
    assertThat(env).hasContent("A=b\n");
  }

  /** Complains about the model "gpt", and its fix puts a model there that another check refuses. */
  private static DoctorCommand fixThatHarms(boolean seenInMemory) {
    FakeChecks.Fake harm =
        new FakeChecks.Fake(
            "CCP-S106",
            "model-unknown",
            Layer.CLIENT_CONFIG,
            Check.Group.CLIENT,
            (check, scene) -> {
              if (!scene.workspace().settings().text("ANTHROPIC_MODEL").equals("gpt")) {
                return List.of();
              }
              Path file = FakeChecks.userSettings(scene);
              return List.of(
                  check
                      .finding(Severity.WARNING, "gpt is old")
                      .evidence(new Evidence(Evidence.Kind.ENV, "ANTHROPIC_MODEL", "gpt"))
                      .fix(
                          Fix.safe(
                              "Take another one",
                              new FileEdit.Tree(
                                  file,
                                  FileEdit.Format.JSON,
                                  new Change.Set(
                                      NodePath.of("env", "ANTHROPIC_MODEL"), Value.of("worse")))))
                      .build());
            });
    FakeChecks.Fake victim =
        new FakeChecks.Fake(
            "CCP-S109",
            "model-worse",
            Layer.CLIENT_CONFIG,
            Check.Group.CLIENT,
            (check, scene) -> {
              Path file = FakeChecks.userSettings(scene);
              boolean worse;
              try {
                worse =
                    seenInMemory
                        ? scene.workspace().settings().text("ANTHROPIC_MODEL").equals("worse")
                        : Files.readString(file).contains("worse");
              } catch (IOException e) {
                worse = false;
              }
              return worse
                  ? List.<Finding>of(check.finding(Severity.ERROR, "worse is wrong").build())
                  : List.of();
            });
    return FakeChecks.doctor(harm, victim, FakeChecks.pathInUrl());
  }

  @Test
  void a_fix_that_would_make_an_error_is_not_written_and_the_others_are() throws IOException {
    String before =
        "{\"env\": {\"ANTHROPIC_MODEL\": \"gpt\", \"ANTHROPIC_BASE_URL\":"
            + " \"http://localhost:4000/v1\"}}";
    for (boolean inMemory : new boolean[] {true, false}) {
      cli.doctor(fixThatHarms(inMemory));
      settings(before);
      Cli.Result result = cli.run("doctor", "--offline", "--fix", "--format", "json");
      assertThat(result.exit()).isEqualTo(4);
      Schemas.check("report/1", result.out());
      assertThat(result.out()).contains("\"takenBack\": true");
      assertThat(settings()).contains("\"gpt\"").doesNotContain("worse");
      if (inMemory) {
        assertThat(settings()).isEqualTo(before.replace("/v1", ""));
      } else {
        // Which of them did it cannot be told from the outside.
        assertThat(settings()).isEqualTo(before);
      }
    }
  }

  @Test
  void a_file_that_may_not_be_written_refuses_everything() throws IOException {
    settings(BAD);
    Files.setPosixFilePermissions(cli.settings(), PosixFilePermissions.fromString("r--r--r--"));
    Cli.Result result = cli.run("doctor", "--offline", "--fix");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("read-only");
    assertThat(settings()).isEqualTo(BAD);
  }
}
