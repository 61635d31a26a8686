package dev.ccproxy.cli;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.CheckSelection;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Confirmation;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.explain.Explanation;
import dev.ccproxy.report.SecretScan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks into the files of this folder and of the client for what a text speaks of. */
final class ExplainContext {
  /** Without one of these, reading the workspace would only cost time. */
  private static final String[] SIGNS = {
    "litellm_config.yaml", "litellm_config.yml", "config.yaml", "config.yml", ".env", ".claude"
  };

  private ExplainContext() {}

  /** The causes as the files make them surer or less sure. */
  static Explanation hold(Explanation explanation, Context context) {
    List<String> ids = Confirmation.checks(explanation.matches());
    if (ids.isEmpty() || !hasFiles(context.environment())) {
      return explanation;
    }
    Workspace workspace = Workspace.read(context.environment(), WorkspaceRequest.USUAL);
    if (workspace.isEmpty()) {
      return explanation;
    }
    SecretScan.learn(context.redactor(), workspace);
    FileScene scene =
        new FileScene(workspace, context.catalog(), LiteLlmFacts.packaged(), context.today());
    return explanation.with(
        Confirmation.of(
            explanation.matches(),
            new FileCheckRunner(List.copyOf(Checks.ofFiles()))
                .run(scene, new CheckSelection(ids, List.of()))));
  }

  private static boolean hasFiles(UserEnvironment environment) {
    for (String sign : SIGNS) {
      if (Files.exists(environment.workingDirectory().resolve(sign))) {
        return true;
      }
    }
    Path client = environment.clientFolder();
    return environment.variables().containsKey("ANTHROPIC_BASE_URL")
        || (client != null && Files.exists(client.resolve("settings.json")));
  }
}
