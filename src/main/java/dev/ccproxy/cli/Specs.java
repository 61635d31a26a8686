package dev.ccproxy.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/**
 * Short forms for describing commands to picocli without its annotations, which cost 30 ms at every
 * start.
 */
final class Specs {
  private Specs() {}

  private static final List<String> EXIT_CODES =
      List.of(
          "0   done",
          "1   refused or failed, nothing was changed",
          "2   wrong usage, or a change that needs --yes");

  static CommandSpec command(Command command, String description, List<String> examples) {
    return command(command, description, examples, EXIT_CODES);
  }

  /**
   * @param exitCodes a line each, without that of a fault of the program
   */
  static CommandSpec command(
      Command command, String description, List<String> examples, List<String> exitCodes) {
    CommandSpec spec = CommandSpec.create().name("ccproxy " + command.name());
    UsageMessageSpec usage = spec.usageMessage();
    usage.description(description);
    usage.sortOptions(false);
    usage.abbreviateSynopsis(true);
    String[] footer = new String[examples.size() + exitCodes.size() + 5];
    int i = 0;
    footer[i++] = "";
    footer[i++] = "Examples:";
    for (String example : examples) {
      footer[i++] = "  " + example.replace("%", "%%");
    }
    footer[i++] = "";
    footer[i++] = "Exit codes:";
    for (String exitCode : exitCodes) {
      footer[i++] = "  " + exitCode;
    }
    footer[i] = "  70  a fault of ccproxy itself";
    usage.footer(footer);
    flag(spec, "Show this help.", "-h", "--help");
    option(spec, "FORMAT", formats(command.formats()), "--format");
    option(spec, "WHEN", "auto, always or never.", "--color");
    flag(spec, "Show the stack trace of a fault.", "--debug");
    return spec;
  }

  private static String formats(List<String> formats) {
    return "text for people; for programs "
        + String.join(", ", formats.subList(1, formats.size()))
        + ".";
  }

  private static OptionSpec.Builder option(String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length));
  }

  static void flag(CommandSpec spec, String description, String... names) {
    OptionSpec.Builder builder =
        option(names).type(boolean.class).arity("0").description(description);
    if (names[names.length - 1].equals("--help")) {
      builder.usageHelp(true);
    }
    spec.addOption(builder.build());
  }

  static void option(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        option(names).type(String.class).paramLabel(label).description(description).build());
  }

  static void options(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        option(names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(label)
            .description(description)
            .build());
  }

  /** An option with any number of values, none included. */
  static void optionalValues(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        option(names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .paramLabel(label)
            .description(description)
            .build());
  }

  /** An option whose value may be left out. */
  static void optionWithFallback(
      CommandSpec spec, String label, String fallback, String description, String... names) {
    spec.addOption(
        option(names)
            .type(String.class)
            .arity("0..1")
            .fallbackValue(fallback)
            .paramLabel(label)
            .description(description)
            .build());
  }

  static void parameters(CommandSpec spec, String label, String arity, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity(arity)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  static boolean has(ParseResult arguments, String name) {
    return arguments.matchedOptionValue(name, Boolean.FALSE);
  }

  static @Nullable String text(ParseResult arguments, String name) {
    return arguments.matchedOptionValue(name, (String) null);
  }

  static List<String> texts(ParseResult arguments, String name) {
    List<String> values = arguments.matchedOptionValue(name, List.<String>of());
    return values == null ? List.of() : values;
  }

  static List<String> parameters(ParseResult arguments) {
    List<String> values = arguments.matchedPositionalValue(0, List.<String>of());
    return values == null ? List.of() : values;
  }
}
