package dev.ccproxy.cli;

import dev.ccproxy.launch.GatewayControl;
import dev.ccproxy.report.GatewayReport;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy status}. */
final class StatusCommand implements Command {

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "Show the gateways that run";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Lists the gateways that ccproxy has started, that of this folder first. The exit code"
                + " is 0 when that of this folder answers, otherwise 1.",
            List.of("ccproxy status", "ccproxy status --format json"));
    GatewayOptions.config(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    Path config = GatewayOptions.config(arguments, context.environment());
    List<GatewayReport.Entry> entries = new GatewayControl(context.environment()).status(config);
    boolean ready = false;
    for (GatewayReport.Entry entry : entries) {
      ready |= entry.here() && entry.state().equals("ready");
    }
    if (context.json()) {
      context.out().data(new GatewayReport(entries).json() + "\n");
    } else if (entries.isEmpty()) {
      context.out().println("No gateway of ours runs. ccproxy up starts that of this folder.");
    } else {
      for (GatewayReport.Entry entry : entries) {
        show(entry, context);
      }
    }
    return ready ? ExitCode.OK : ExitCode.REFUSED;
  }

  static void show(GatewayReport.Entry entry, Context context) {
    Tint tint =
        switch (entry.state()) {
          case "ready", "stopped" -> Tint.GREEN;
          case "starting" -> Tint.YELLOW;
          default -> Tint.RED;
        };
    StringBuilder rest = new StringBuilder("  ").append(entry.url()).append("  LiteLLM");
    if (entry.version() != null) {
      rest.append(' ').append(entry.version());
    }
    if (entry.pid() > 0) {
      rest.append("  process ").append(entry.pid());
    }
    if (entry.exitCode() != null) {
      rest.append("  exit code ").append(entry.exitCode().intValue());
    }
    if (entry.detached()) {
      rest.append("  detached");
    }
    rest.append("  ").append(context.environment().shorten(Path.of(entry.config())));
    context.out().print(new Line().add(tint, entry.state()).add(rest.toString()));
  }
}
