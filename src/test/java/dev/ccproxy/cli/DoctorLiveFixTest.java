package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the endpoint says about a repair. */
class DoctorLiveFixTest {
  @TempDir Path root;

  /** A question to the endpoint that a test answers. */
  private record Asked(String id, String slug) implements Check {
    @Override
    public String title() {
      return "whether the endpoint answers";
    }

    @Override
    public Layer layer() {
      return Layer.TRANSLATOR;
    }

    @Override
    public Group group() {
      return Group.MESSAGES;
    }
  }

  private static final Asked ASKED = new Asked("CCP-L401", "no-answer");

  private static DoctorCommand doctor(Function<FileScene, List<Finding>> endpoint) {
    LiveDoctor live =
        (scene, ofFiles, request) -> {
          List<Finding> findings = new ArrayList<>(ofFiles.findings());
          findings.addAll(endpoint.apply(scene));
          List<CheckResult> results = new ArrayList<>(ofFiles.checks());
          results.add(new CheckResult(ASKED, CheckResult.Status.OK, null, "", 1));
          return new Diagnosis(
                  Diagnosis.inOrder(findings), results, new Diagnosis.Requests(1, 2, 3), 4)
              .with(findings);
        };
    return new DoctorCommand(
        new DoctorCommand.Checkup(
            List.of(FakeChecks.dropParamsThatExplains("CCP-L401")), () -> List.of(ASKED), live));
  }

  private Cli cli(DoctorCommand doctor) throws IOException {
    Cli cli = new Cli(root).doctor(doctor);
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4010\", \"ANTHROPIC_MODEL\":"
            + " \"gpt\"}}");
    return cli;
  }

  private static Finding.Builder refused() {
    return ASKED
        .finding(Severity.ERROR, "The gateway refuses")
        .evidence(new Evidence(Evidence.Kind.RESPONSE, "POST /v1/messages", "400"));
  }

  @Test
  void what_only_a_restart_can_show_stays_open_and_is_kept() throws IOException {
    Cli cli = cli(doctor(scene -> List.of(refused().build())));
    Path config = cli.project().resolve("litellm_config.yaml");
    Files.writeString(config, "model_list: []\n");
    assertThat(cli.run("doctor").exit()).isEqualTo(1);
    Cli.Result result = cli.run("doctor", "--fix", "--format", "json");
    Schemas.check("report/1", result.out());
    assertThat(result.out())
        .contains("\"status\": \"incomplete\"", "\"status\": \"inconclusive\"")
        .contains("--port 4010", "\"verified\": \"static\"")
        .doesNotContain("\"takenBack\": true", "The gateway refuses");
    assertThat(result.exit()).isZero();
    assertThat(Files.readString(config)).contains("drop_params: true");
  }

  private static Finding clientFault(FileScene scene) {
    return refused()
        .layer(Layer.CLIENT_CONFIG)
        .fix(
            Fix.safe(
                "Take another model",
                new FileEdit.Tree(
                    FakeChecks.userSettings(scene),
                    FileEdit.Format.JSON,
                    new Change.Set(NodePath.of("env", "ANTHROPIC_MODEL"), Value.of("other")))))
        .build();
  }

  @Test
  void a_repair_that_the_endpoint_does_not_confirm_is_taken_back() throws IOException {
    Cli cli = cli(doctor(scene -> List.of(clientFault(scene))));
    String before = Files.readString(cli.settings());
    Cli.Result result = cli.run("doctor", "--fix", "--format", "json");
    Schemas.check("report/1", result.out());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.out()).contains("\"takenBack\": true", "\"fixed\": []", "\"undo\": null");
    assertThat(Files.readString(cli.settings())).isEqualTo(before);
  }

  @Test
  void a_repair_that_the_endpoint_confirms_stays() throws IOException {
    Cli cli =
        cli(
            doctor(
                scene ->
                    scene.workspace().settings().text("ANTHROPIC_MODEL").equals("gpt")
                        ? List.of(clientFault(scene))
                        : List.of()));
    Cli.Result result = cli.run("doctor", "--fix", "--format", "json");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("\"verified\": \"live\"", "\"restart\": null");
    assertThat(Files.readString(cli.settings())).contains("\"other\"");
  }

  @Test
  void offline_asks_nobody() throws IOException {
    Cli cli =
        cli(
            doctor(
                scene -> {
                  throw new AssertionError("was asked");
                }));
    assertThat(cli.run("doctor", "--offline").exit()).isZero();
  }
}
