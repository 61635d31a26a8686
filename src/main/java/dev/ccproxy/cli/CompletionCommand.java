package dev.ccproxy.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy completion}. */
final class CompletionCommand implements Command {
  private final Commands commands;

  CompletionCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "Print a completion script for bash or zsh";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Prints a script with which the shell completes commands and options.",
            List.of(
                "eval \"$(ccproxy completion bash)\"    # in ~/.bashrc",
                "eval \"$(ccproxy completion zsh)\"     # in ~/.zshrc"));
    Specs.parameters(spec, "SHELL", "1", "bash or zsh.");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    List<String> shells = Specs.parameters(arguments);
    if (shells.size() != 1 || !(shells.get(0).equals("bash") || shells.get(0).equals("zsh"))) {
      throw CommandFailedException.usage(
          "shell-unknown",
          "Completion is there for bash and zsh",
          "write ccproxy completion bash or ccproxy completion zsh");
    }
    CommandSpec root = CommandSpec.create().name(Commands.PROGRAM);
    for (Command command : commands.all()) {
      CommandSpec spec = command.spec();
      root.addSubcommand(command.name(), spec.name(command.name()));
    }
    // The script loads zsh's bash emulation by itself.
    context.out().data(AutoComplete.bash(Commands.PROGRAM, new CommandLine(root)) + "\n");
    return ExitCode.OK;
  }
}
