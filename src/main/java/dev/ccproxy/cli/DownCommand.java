package dev.ccproxy.cli;

import dev.ccproxy.launch.GatewayControl;
import dev.ccproxy.report.GatewayReport;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy down}. */
final class DownCommand implements Command {

  @Override
  public String name() {
    return "down";
  }

  @Override
  public String summary() {
    return "End the gateway of this folder";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Ends the gateway that ccproxy has started for this folder, and removes what is left of"
                + " one that has ended.",
            List.of("ccproxy down", "ccproxy down --port 4100", "ccproxy down --all"));
    GatewayOptions.config(spec);
    Specs.option(spec, "PORT", "The one that listens there.", "--port");
    Specs.flag(spec, "All that ccproxy has started.", "--all");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    boolean all = Specs.has(arguments, "--all");
    Integer port = Specs.text(arguments, "--port") == null ? null : InitCommand.port(arguments);
    Path config =
        all || port != null ? null : GatewayOptions.config(arguments, context.environment());
    if (all && port != null) {
      throw CommandFailedException.usage(
          "one-or-all", "--all and --port exclude each other", "give one of them");
    }
    List<GatewayReport.Entry> gone = new GatewayControl(context.environment()).down(config, port);
    if (context.json()) {
      context.out().data(new GatewayReport(gone).json() + "\n");
    } else if (gone.isEmpty()) {
      context.out().println("No gateway of ours runs.");
    } else {
      for (GatewayReport.Entry entry : gone) {
        StatusCommand.show(entry, context);
      }
    }
    return ExitCode.OK;
  }
}
