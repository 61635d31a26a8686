package dev.ccproxy.config;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command line that starts LiteLLM with its keys, ready to be pasted into a shell. LiteLLM
 * reads no env file by itself ({@code litellm.md} 4.2), so the command exports it.
 */
public final class StartCommand {
  /** LiteLLM's own choice. */
  public static final int USUAL_PORT = 4000;

  private StartCommand() {}

  /** How the LiteLLM of this folder is called: by the virtual environment, else by name. */
  public static String program(UserEnvironment environment) {
    Path inProject =
        environment.workingDirectory().resolve(".venv").resolve("bin").resolve("litellm");
    return Files.isExecutable(inProject) ? ".venv/bin/litellm" : "litellm";
  }

  /**
   * In a shell of its own, so that the keys are in the gateway's environment and nowhere else.
   *
   * @param program as {@link #program} gives it
   * @param config path of the configuration as shown
   * @param environmentFile path of the env file as shown; empty for none
   */
  public static String of(String program, String config, String environmentFile, int port) {
    String start =
        "exec "
            + program
            + " --config "
            + ShellWord.of(sourced(config))
            + " --host 127.0.0.1 --port "
            + port;
    return environmentFile.isEmpty()
        ? start.substring("exec ".length())
        : "(set -a; . " + ShellWord.of(sourced(environmentFile)) + "; set +a; " + start + ")";
  }

  /**
   * The command for what lies here: the configuration that counts, and the env file of the gateway
   * (a {@code .env} is the client's or nobody's).
   */
  public static String of(Workspace workspace, int port) {
    return of(
        workspace,
        workspace.configs().isEmpty()
            ? "litellm_config.yaml"
            : workspace.configs().get(0).file().shown(),
        port);
  }

  /**
   * The command for one of several configurations.
   *
   * @param config path as shown
   */
  public static String of(Workspace workspace, String config, int port) {
    String environmentFile = "";
    for (SourceFile file : workspace.gatewayEnvironment().files()) {
      if (environmentFile.isEmpty() && !file.path().endsWith(".env")) {
        environmentFile = file.shown();
      }
    }
    return of(program(workspace.environment()), config, environmentFile, port);
  }

  /** The shell looks up a name without a slash on its PATH. */
  public static String sourced(String file) {
    return file.contains("/") ? file : "./" + file;
  }
}
