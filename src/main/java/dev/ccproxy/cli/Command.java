package dev.ccproxy.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * One subcommand. Its options are described only when it is the one that runs: start-up time is a
 * feature.
 */
interface Command {

  /** The word on the command line. */
  String name();

  /** One line for the overview. */
  String summary();

  /** Options, parameters, examples. */
  CommandSpec spec();

  /** The values that {@code --format} takes here. */
  default List<String> formats() {
    return List.of("text", "json");
  }

  /**
   * Does the work.
   *
   * @return the exit code
   * @throws Exception one that {@link Failures} knows, or a fault of the program
   */
  int run(ParseResult arguments, Context context) throws Exception;

  /**
   * The exit code of a failure of this command.
   *
   * @param usual what it would be for any other
   */
  default int failureCode(int usual) {
    return usual;
  }

  /** What to do about an argument that this command does not know; empty for the usual hint. */
  default String argumentHint() {
    return "";
  }
}
