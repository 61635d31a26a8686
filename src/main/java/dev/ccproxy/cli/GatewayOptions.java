package dev.ccproxy.cli;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.launch.GatewayWish;
import dev.ccproxy.launch.Talk;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of the commands that have to do with a gateway of ours. */
final class GatewayOptions {
  private static final int MOST_SECONDS = 3_600;

  private GatewayOptions() {}

  static void config(CommandSpec spec) {
    Specs.option(
        spec, "FILE", "Its configuration (litellm_config.yaml in this folder).", "--config");
  }

  static void start(CommandSpec spec) {
    Specs.option(
        spec,
        "PATH",
        "The litellm command, or its virtual environment (.venv, venv, PATH, our private one).",
        "--litellm");
    Specs.option(
        spec, "SECONDS", "How long the gateway may take until it answers (120).", "--wait");
    Specs.flag(spec, "Install a private LiteLLM without asking, if there is none.", "-y", "--yes");
  }

  static Path config(ParseResult arguments, UserEnvironment environment) {
    String typed = Specs.text(arguments, "--config");
    return environment.resolve(typed == null ? GatewayWish.CONFIG : typed);
  }

  static GatewayWish wish(
      ParseResult arguments, Path config, int port, boolean upgrade, Context context)
      throws CommandFailedException {
    return new GatewayWish(
        config,
        Specs.text(arguments, "--litellm"),
        port,
        seconds(Specs.text(arguments, "--wait")),
        Specs.has(arguments, "--yes"),
        upgrade);
  }

  private static int seconds(@Nullable String text) throws CommandFailedException {
    if (text == null) {
      return GatewayWish.DEFAULT_PATIENCE;
    }
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && seconds <= MOST_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandFailedException.usage(
        "seconds-unusable",
        "--wait cannot be \"" + text + "\"",
        "give a number of seconds from 1 to " + MOST_SECONDS);
  }

  static Talk talk(Context context) {
    return new Talk(
        context.err(), context.prompter(), context.prompter().isInteractive() && !context.json());
  }
}
