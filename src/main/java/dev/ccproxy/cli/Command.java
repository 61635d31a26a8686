package dev.ccproxy.cli;

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

  /**
   * Does the work.
   *
   * @return the exit code
   * @throws Exception one that {@link Failures} knows, or a fault of the program
   */
  int run(ParseResult arguments, Context context) throws Exception;
}
