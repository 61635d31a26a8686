package dev.ccproxy.cli;

import dev.ccproxy.launch.Up;
import dev.ccproxy.setup.FolderSetup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy up}. */
final class UpCommand implements Command {

  @Override
  public String name() {
    return "up";
  }

  @Override
  public String summary() {
    return "Start the gateway of this folder, safely, and wait for it";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Starts LiteLLM with the litellm_config.yaml and litellm.env of this folder, on this"
                + " machine's own address only, and waits until it answers and lists every model."
                + " Stays and shows what it does, until Ctrl-C.",
            List.of(
                "ccproxy up",
                "ccproxy up --detach",
                "ccproxy up --config ~/proxy/litellm_config.yaml --port 4100",
                "ccproxy up --upgrade"));
    GatewayOptions.config(spec);
    Specs.option(
        spec, "PORT", "Where it listens (that of the client's settings, else 4000).", "--port");
    Specs.flag(spec, "Leave it running; ccproxy down ends it.", "-d", "--detach");
    GatewayOptions.start(spec);
    Specs.flag(
        spec, "Use our private LiteLLM, and bring it to the release of this ccproxy.", "--upgrade");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    Path config = GatewayOptions.config(arguments, context.environment());
    int port =
        Specs.text(arguments, "--port") == null
            ? FolderSetup.of(context.environment(), context.fileStore()).gatewayPort()
            : InitCommand.port(arguments);
    return new Up(
            context.environment(),
            context.redactor(),
            GatewayOptions.talk(context),
            LaunchPlugs.of(context),
            context.json() ? context.out() : null)
        .run(
            GatewayOptions.wish(
                arguments, config, port, Specs.has(arguments, "--upgrade"), context),
            Specs.has(arguments, "--detach"));
  }
}
