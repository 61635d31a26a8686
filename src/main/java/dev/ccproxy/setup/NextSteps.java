package dev.ccproxy.setup;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.ShellWord;
import dev.ccproxy.config.StartCommand;
import dev.ccproxy.config.UserEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
      commands.addAll(gateway(config, environmentFile, port));
    }
    commands.add(client(target));
    return new ArrayList<>(commands);
  }

  /**
   * {@code ccproxy up} finds a safe LiteLLM or installs one, and waits until it serves every model.
   */
  private List<String> gateway(String config, String environmentFile, int port) {
    if (!environment.windows()) {
      return List.of("ccproxy up" + (port == StartCommand.USUAL_PORT ? "" : " --port " + port));
    }
    List<String> commands = new ArrayList<>();
    String program = StartCommand.program(environment);
    if (program.equals("litellm") && environment.onPath("litellm").isEmpty()) {
      commands.add(facts.install());
    }
    commands.add(StartCommand.of(program, config, environmentFile, port));
    return commands;
  }

  private String client(ClientTarget target) {
    if (target.client() == ClientKind.HAHA) {
      return "./bin/claude-haha";
    }
    if (target.env()) {
      return "(set -a; . "
          + ShellWord.of(StartCommand.sourced(environment.shorten(target.file())))
          + "; set +a; exec claude)";
    }
    return target.scope() == null
        ? "claude --settings " + ShellWord.of(target.file().toString())
        : "claude";
  }
}
