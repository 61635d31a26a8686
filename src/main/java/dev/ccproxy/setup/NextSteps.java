package dev.ccproxy.setup;

import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands that bring a written set-up to life, ready to be pasted into a shell. */
final class NextSteps {
  private static final String MODEL = "{model}";

  private final UserEnvironment environment;
  private final LiteLlmFacts facts;

  NextSteps(UserEnvironment environment, LiteLlmFacts facts) {
    this.environment = environment;
    this.facts = facts;
  }

  /**
   * All of them, in order; the client comes last.
   *
   * @param config path of {@code litellm_config.yaml} as shown
   * @param environmentFile path of {@code litellm.env} as shown
   */
  List<String> of(
      Setup setup, ClientTarget target, String config, String environmentFile, int port) {
    Set<String> commands = new LinkedHashSet<>();
    for (ModelChoice choice : setup.ownGateway() ? setup.allModels() : List.<ModelChoice>of()) {
      for (String command : choice.service().provider().next()) {
        commands.add(command.replace(MODEL, ShellWord.of(choice.model().id())));
      }
    }
    if (setup.hasOwnGateway()) {
      String program = litellm();
      if (program == null) {
        commands.add(facts.install());
        program = "litellm";
      }
      // In a shell of its own, so that the keys are in the gateway's environment and nowhere else.
      commands.add(
          "(set -a; . "
              + ShellWord.of(sourced(environmentFile))
              + "; set +a; exec "
              + program
              + " --config "
              + ShellWord.of(sourced(config))
              + " --host 127.0.0.1 --port "
              + port
              + ")");
    }
    commands.add(client(target));
    return new ArrayList<>(commands);
  }

  private @Nullable String litellm() {
    Path inProject =
        environment.workingDirectory().resolve(".venv").resolve("bin").resolve("litellm");
    if (Files.isExecutable(inProject)) {
      return ".venv/bin/litellm";
    }
    return environment.onPath("litellm").isPresent() ? "litellm" : null;
  }

  private String client(ClientTarget target) {
    if (target.client() == ClientKind.HAHA) {
      return "./bin/claude-haha";
    }
    if (target.env()) {
      return "(set -a; . "
          + ShellWord.of(sourced(environment.shorten(target.file())))
          + "; set +a; exec claude)";
    }
    return target.scope() == null
        ? "claude --settings " + ShellWord.of(target.file().toString())
        : "claude";
  }

  /** The shell looks up a name without a slash on its PATH. */
  static String sourced(String file) {
    return file.contains("/") ? file : "./" + file;
  }
}
