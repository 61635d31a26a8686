package dev.ccproxy.cli;

import dev.ccproxy.catalog.Nearest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy schema}. */
final class SchemaCommand implements Command {
  /** Every shape that a command prints as JSON; one file each in the package. */
  static final List<String> NAMES =
      List.of(
          "baseline/1",
          "catalog/1",
          "change/1",
          "checks/1",
          "config/1",
          "diff/1",
          "error/1",
          "explain/1",
          "inspect/1",
          "journal/1",
          "lab/1",
          "lab-server/1",
          "page/1",
          "report/1",
          "signatures/1",
          "status/1",
          "tour/1");

  @Override
  public String name() {
    return "schema";
  }

  @Override
  public String summary() {
    return "Print the JSON Schemas of the machine output";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Prints the JSON Schema (draft 2020-12) of one of the shapes that --format json gives,"
                + " or the names of all.",
            List.of("ccproxy schema", "ccproxy schema change/1"));
    Specs.parameters(spec, "NAME", "0..1", "One of the names, with or without ccproxy. in front.");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    List<String> names = Specs.parameters(arguments);
    if (names.isEmpty()) {
      for (String name : NAMES) {
        context.out().println("ccproxy." + name);
      }
      return ExitCode.OK;
    }
    String name =
        names.get(0).startsWith("ccproxy.")
            ? names.get(0).substring("ccproxy.".length())
            : names.get(0);
    if (!NAMES.contains(name)) {
      throw CommandFailedException.usage(
          "schema-unknown",
          "There is no schema \"" + names.get(0) + "\"",
          Nearest.of(name, NAMES).map(n -> "did you mean " + n + "? ").orElse("")
              + "ccproxy schema lists them");
    }
    String file = "/dev/ccproxy/schema/" + name.replace('/', '-') + ".json";
    try (InputStream in = SchemaCommand.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the package");
      }
      context.out().data(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    return ExitCode.OK;
  }
}
