package dev.ccproxy.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.check.Baseline;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Doctor;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.Mode;
import dev.ccproxy.check.Outcome;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repair of the gateway's files, with a gateway that we may start again and with one that not.
 */
class RepairerRestartTest {
  private static final String CONFIG = "model_list: []\n";

  /** A question to the endpoint. */
  private record Asked(String id, String slug) implements Check {
    @Override
    public String title() {
      return "is it taken";
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

  private static final Asked ASKED = new Asked("CCP-L701", "refused");

  @TempDir Path root;
  private Path config;
  private UserEnvironment environment;

  /** Whether the endpoint goes on failing whatever the files say. */
  private boolean stubborn;

  /** The file as the gateway has read it. */
  private String loaded = CONFIG;

  private int restarts;

  @BeforeEach
  void files() throws IOException {
    Path home = root.toRealPath();
    Path project = Files.createDirectories(home.resolve("project"));
    Files.createDirectories(home.resolve(".claude"));
    Files.writeString(
        home.resolve(".claude/settings.json"),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4000\", \"ANTHROPIC_MODEL\":"
            + " \"m\"}}");
    config = Files.writeString(project.resolve("litellm_config.yaml"), CONFIG);
    environment = UserEnvironment.of(Map.of("HOME", home.toString()), project, false);
  }

  private FileScene scene(Map<Path, byte[]> instead) {
    return new FileScene(
        Workspace.read(environment, WorkspaceRequest.USUAL, instead),
        new Catalog(null),
        LiteLlmFacts.packaged(),
        LocalDate.of(2026, 11, 25));
  }

  private Diagnosis ask(Diagnosis ofFiles) {
    List<Finding> findings = new ArrayList<>(ofFiles.findings());
    if (stubborn || !loaded.contains("drop_params")) {
      findings.add(
          ASKED
              .finding(Severity.ERROR, "It is refused")
              .evidence(new Evidence(Evidence.Kind.REQUEST, "POST /v1/messages", ""))
              .fix(
                  Fix.safe(
                      "Drop it",
                      new FileEdit.Tree(
                          config,
                          FileEdit.Format.YAML,
                          new Change.Set(
                              NodePath.of("litellm_settings", "drop_params"), Value.of(true)))))
              .build());
    }
    List<CheckResult> results = List.of(new CheckResult(ASKED, CheckResult.Status.OK, null, "", 1));
    return new Diagnosis(findings, results, Diagnosis.Requests.NONE, 1).with(findings);
  }

  private Repairer.Result repair(GatewayRestart restart) throws Exception {
    LiveDoctor live = (scene, ofFiles, request) -> ask(ofFiles);
    Doctor doctor =
        new Doctor(
            List.of(),
            live,
            new LiveDoctor.Request(Mode.STANDARD, check -> true, what -> {}),
            Baseline.EMPTY,
            new Redactor());
    FileStore store = new FileStore(root.toRealPath(), environment.workingDirectory());
    RepairPlanner planner =
        new RepairPlanner(
            doctor, this::scene, store, null, (finding, changes) -> Consent.Answer.NOBODY);
    FileScene scene = scene(Map.of());
    Outcome outcome = doctor.examine(scene);
    return new Repairer(
            doctor,
            this::scene,
            new Changes(root.resolve("state"), store, Clock.systemUTC()),
            planner,
            restart)
        .repair(scene, outcome, planner.plan(scene, outcome));
  }

  private boolean reload(FileScene scene) {
    restarts++;
    try {
      loaded = Files.readString(config);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return true;
  }

  @Test
  void a_gateway_of_somebody_else_leaves_it_open() throws Exception {
    Repairer.Result result = repair(GatewayRestart.NONE);
    assertThat(config).content().contains("drop_params: true");
    assertThat(result.tookBack()).isFalse();
    assertThat(result.fixed())
        .singleElement()
        .satisfies(fixed -> assertThat(fixed.live()).isFalse())
        .satisfies(fixed -> assertThat(fixed.gateway()).isTrue());
    assertThat(result.outcome().diagnosis().findings()).isEmpty();
    assertThat(result.outcome().diagnosis().checks().get(0).status())
        .isEqualTo(CheckResult.Status.INCONCLUSIVE);
  }

  @Test
  void a_gateway_of_ours_is_started_again_and_proves_it() throws Exception {
    Repairer.Result result = repair(this::reload);
    assertThat(restarts).isEqualTo(1);
    assertThat(result.fixed())
        .singleElement()
        .satisfies(fixed -> assertThat(fixed.live()).isTrue())
        .satisfies(fixed -> assertThat(fixed.gateway()).isFalse());
    assertThat(result.outcome().diagnosis().status()).isEqualTo(Diagnosis.Status.OK);
  }

  @Test
  void one_that_still_shows_the_fault_is_put_back_and_started_again() throws Exception {
    stubborn = true;
    Repairer.Result result = repair(this::reload);
    assertThat(result.tookBack()).isTrue();
    assertThat(restarts).isEqualTo(2);
    assertThat(config).hasContent(CONFIG);
    assertThat(loaded).isEqualTo(CONFIG);
  }
}
