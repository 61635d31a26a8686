package dev.ccproxy.cli;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.Baseline;
import dev.ccproxy.check.CheckSelection;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Doctor;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.LiveOptions;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Match;
import dev.ccproxy.explain.SignatureFileException;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.launch.Checkup;
import dev.ccproxy.launch.Explainer;
import dev.ccproxy.launch.Plugs;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.wire.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plugs explain and doctor into what is launched; neither is loaded before it is needed. */
final class LaunchPlugs {
  private LaunchPlugs() {}

  static Plugs of(Context context) {
    return new Plugs(new Signed(context), new Short(context));
  }

  /** Only explain: doctor itself is running already. */
  static Plugs explaining(Context context) {
    return new Plugs(new Signed(context), Checkup.NONE);
  }

  /** The signatures of explain. */
  private static final class Signed implements Explainer {
    private final Context context;
    private @Nullable Signatures signatures;

    Signed(Context context) {
      this.context = context;
    }

    @Override
    public Optional<Explanation> explain(String text) {
      try {
        Signatures known = signatures;
        if (known == null) {
          Path folder = context.environment().configFolder();
          known = Signatures.load(folder == null ? null : folder.resolve("signatures"));
          signatures = known;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Match match :
            known.explain(new ByteArrayInputStream(bytes), Long.MAX_VALUE).matches()) {
          if (match.signature() != null) {
            return Optional.of(new Explanation(match.cause(), match.fix()));
          }
        }
        return Optional.empty();
      } catch (SignatureFileException | IOException e) {
        // ccproxy explain says what is wrong with the user's own signatures; here it only helps.
        return Optional.empty();
      }
    }
  }

  /** The offline checks and the quick live ones, in a sentence. */
  private static final class Short implements Checkup {
    private final Context context;

    Short(Context context) {
      this.context = context;
    }

    @Override
    public Optional<Obstacle> obstacle(Path config, Map<String, String> variables) {
      FileScene scene = scene(config, variables);
      List<Finding> findings =
          scene == null
              ? List.of()
              : new FileCheckRunner(Checks.ofFiles()).run(scene, check -> true).findings();
      for (Finding finding : findings) {
        if (finding.keepsGatewayFromStarting() && finding.confidence() == Confidence.CERTAIN) {
          return Optional.of(obstacle(finding));
        }
      }
      return Optional.empty();
    }

    private static Obstacle obstacle(Finding finding) {
      String place = finding.evidence().isEmpty() ? "" : finding.evidence().get(0).location();
      Fix fix = finding.fix();
      return new Obstacle(
          finding.id(),
          finding.title() + (place.isEmpty() ? "" : " (" + place + ")"),
          fix == null ? "see ccproxy doctor --offline" : fix.summary());
    }

    @Override
    public Optional<String> verdict(@Nullable Path config, Map<String, String> variables) {
      FileScene scene = scene(config, variables);
      if (scene == null) {
        return Optional.empty();
      }
      DoctorCommand.Checkup usual;
      try {
        usual = DoctorCommand.Checkup.usual(context, Mode.QUICK);
      } catch (SignatureFileException e) {
        return Optional.empty();
      }
      LiveDoctor.Request request =
          new LiveDoctor.Request(
              Mode.QUICK,
              CheckSelection.ALL,
              new Waiting(context),
              LiveOptions.usual(context.redactor()));
      Diagnosis diagnosis =
          new Doctor(usual.files(), usual.live(), request, Baseline.EMPTY, context.redactor())
              .examine(scene)
              .diagnosis();
      return Optional.of(line(diagnosis));
    }

    /** The set-up; null where there is none. */
    private @Nullable FileScene scene(@Nullable Path config, Map<String, String> variables) {
      WorkspaceRequest files =
          new WorkspaceRequest(
              config == null ? List.of() : List.of(config), null, List.of(), null, null, null);
      UserEnvironment here = context.environment();
      UserEnvironment environment =
          new UserEnvironment(variables, here.workingDirectory(), here.home(), here.windows());
      Workspace workspace = Workspace.read(environment, files, Map.of());
      if (workspace.isEmpty()) {
        return null;
      }
      SecretScan.learn(context.redactor(), workspace);
      return new FileScene(workspace, context.catalog(), LiteLlmFacts.packaged(), context.today());
    }

    private static String line(Diagnosis diagnosis) {
      int errors = 0;
      int warnings = 0;
      Finding first = null;
      for (Finding finding : diagnosis.findings()) {
        errors += finding.severity() == Severity.ERROR ? 1 : 0;
        warnings += finding.severity() == Severity.WARNING ? 1 : 0;
        first = first == null && finding.severity() != Severity.INFO ? finding : first;
      }
      if (first == null) {
        return "nothing is wrong";
      }
      return counted(errors, "error")
          + (errors > 0 && warnings > 0 ? " and " : "")
          + counted(warnings, "warning")
          + ", first of all "
          + first.id()
          + " ("
          + first.title()
          + "); ccproxy doctor shows what to do";
    }

    private static String counted(int number, String what) {
      return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
    }
  }
}
