package dev.ccproxy.setup;

import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that bring a written set-up to life, ready to be pasted into a shell. */
final class NextSteps {
  private NextSteps() {}

  /**
   * @param config path of {@code litellm_config.yaml} as shown; null where the gateway is not ours
   * @param environmentFile as shown
   * @param client how the client is started
   */
  static List<String> of(
      UserEnvironment environment,
      LiteLlmFacts facts,
      @Nullable String config,
      @Nullable String environmentFile,
      int port,
      String client) {
    List<String> commands = new ArrayList<>();
    if (config != null && environmentFile != null) {
      String program = litellm(environment);
      if (program == null) {
        commands.add(facts.install());
        program = "litellm";
      }
      // In a shell of its own, so that the keys are in the gateway's environment and nowhere else.
      commands.add(
          "(set -a; . "
              + quoted(sourced(environmentFile))
              + "; set +a; exec "
              + quoted(program)
              + " --config "
              + quoted(config)
              + " --host 127.0.0.1 --port "
              + port
              + ")");
    }
    commands.add(client);
    return commands;
  }

  private static @Nullable String litellm(UserEnvironment environment) {
    Path inProject =
        environment.workingDirectory().resolve(".venv").resolve("bin").resolve("litellm");
    if (Files.isExecutable(inProject)) {
      return ".venv/bin/litellm";
    }
    return environment.onPath("litellm").isPresent() ? "litellm" : null;
  }

  /** The shell looks up a name without a slash on its PATH. */
  static String sourced(String file) {
    return file.contains("/") ? file : "./" + file;
  }

  /** A word for a POSIX shell. */
  static String quoted(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "./_-:@%+=,~".indexOf(c) >= 0;
      if (!plain || (c == '~' && i > 0)) {
        return "'" + word.replace("'", "'\\''") + "'";
      }
    }
    return word.isEmpty() ? "''" : word;
  }
}
