package dev.ccproxy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one list of subcommands, in the order of the overview. */
final class Commands {
  static final String PROGRAM = "ccproxy";

  private final List<Command> all = new ArrayList<>();

  Commands() {
    all.add(new InitCommand());
    all.add(new UseCommand());
    all.add(new UndoCommand());
    all.add(new ProvidersCommand());
    all.add(new ModelsCommand());
    all.add(new SchemaCommand());
    all.add(new CompletionCommand(this));
  }

  List<Command> all() {
    return all;
  }

  Optional<Command> find(String name) {
    for (Command command : all) {
      if (command.name().equals(name)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Command command : all) {
      names.add(command.name());
    }
    return names;
  }
}
