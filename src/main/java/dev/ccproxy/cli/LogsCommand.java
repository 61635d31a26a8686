package dev.ccproxy.cli;

import dev.ccproxy.launch.GatewayControl;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy logs}. */
final class LogsCommand implements Command {

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public String summary() {
    return "Show what the gateway of this folder has printed";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Prints what the gateway of this folder has printed since its start, also after a start"
                + " that failed. Keys are not in it.",
            List.of("ccproxy logs", "ccproxy logs -f"));
    GatewayOptions.config(spec);
    Specs.flag(spec, "Stay and print what comes.", "-f", "--follow");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    if (context.json()) {
      throw CommandFailedException.usage(
          "no-json", "A log is no JSON document", "leave --format json out");
    }
    return new GatewayControl(context.environment())
        .logs(
            GatewayOptions.config(arguments, context.environment()),
            Specs.has(arguments, "--follow"),
            context.out());
  }
}
