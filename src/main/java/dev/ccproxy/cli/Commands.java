package dev.ccproxy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one list of subcommands, in the order of the overview. */
final class Commands {
  static final String PROGRAM = "ccproxy";

  private final List<Command> all = new ArrayList<>();

  Commands() {
    this(new DoctorCommand());
  }

  /** With another doctor. */
  Commands(DoctorCommand doctor) {
    all.add(new InitCommand());
    all.add(new UseCommand());
    all.add(new UndoCommand());
    all.add(doctor);
    all.add(new ConfigCommand());
    all.add(new ExplainCommand());
    all.add(new InspectCommand());
    all.add(new UpCommand());
    all.add(new RunCommand());
    all.add(new StatusCommand());
    all.add(new LogsCommand());
    all.add(new DownCommand());
    all.add(new LabCommand());
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
