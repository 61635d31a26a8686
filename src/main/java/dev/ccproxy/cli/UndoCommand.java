package dev.ccproxy.cli;

import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.JournalEntry;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.setup.SetupPlan;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy undo}. */
final class UndoCommand implements Command {

  @Override
  public String name() {
    return "undo";
  }

  @Override
  public String summary() {
    return "Take back the last change, byte for byte";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Puts back the files as they were before a change of ccproxy, byte for byte. Refuses when one of them was changed since.",
            List.of("ccproxy undo", "ccproxy undo --list", "ccproxy undo 20261125-101500-1"));
    Specs.parameters(
        spec, "ID", "0..1", "Which change; without it the last one that still stands.");
    Specs.flag(spec, "List the changes that are remembered, newest first.", "--list");
    Specs.flag(spec, "Also when a file was changed since; that change is lost.", "--force");
    ChangeOptions.add(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    Changes changes = context.changes();
    if (Specs.has(arguments, "--list")) {
      return list(changes, context);
    }
    ChangeOptions options = ChangeOptions.of(arguments);
    List<String> ids = Specs.parameters(arguments);
    @Nullable String id = ids.isEmpty() ? last(changes) : ids.get(0);
    boolean force = Specs.has(arguments, "--force");
    ChangePlan plan = changes.undoPlan(id, force);
    return new ChangeRunner(context, options, InitCommand.commandLine(arguments))
        .run(new SetupPlan(plan, List.of(), List.of(), List.of()), () -> changes.undo(id, force));
  }

  /**
   * The entry that is meant without an id, found once so that what is shown is what is taken back;
   * null: there is none.
   */
  private static @Nullable String last(Changes changes) throws Exception {
    return changes
        .latest(e -> !e.undone() && e.undoOf() == null)
        .map(JournalEntry::id)
        .orElse(null);
  }

  private static int list(Changes changes, Context context) throws Exception {
    List<JournalEntry> entries = changes.list();
    if (context.json()) {
      context.out().data(json(entries) + "\n");
      return ExitCode.OK;
    }
    if (entries.isEmpty()) {
      context.out().println("No change is remembered.");
      return ExitCode.OK;
    }
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    for (JournalEntry entry : entries) {
      List<String> files = new ArrayList<>();
      for (Path file : entry.files()) {
        files.add(context.environment().shorten(file));
      }
      context
          .out()
          .print(
              new Line()
                  .add(Tint.BOLD, entry.id())
                  .add(
                      "  "
                          + time.format(entry.when())
                          + " UTC  "
                          + entry.title()
                          + (entry.undone() ? " (taken back)" : ""))
                  .add(Tint.DIM, "  " + String.join(", ", files)));
    }
    return ExitCode.OK;
  }

  private static String json(List<JournalEntry> entries) {
    List<Value> list = new ArrayList<>();
    for (JournalEntry entry : entries) {
      Map<String, Value> fields = new LinkedHashMap<>();
      fields.put("id", Value.of(entry.id()));
      fields.put("when", Value.of(entry.when().toString()));
      fields.put("title", Value.of(entry.title()));
      fields.put("undone", Value.of(entry.undone()));
      List<String> files = new ArrayList<>();
      entry.files().forEach(f -> files.add(f.toString()));
      fields.put("files", Value.ofStrings(files));
      list.add(new Value.Fields(fields));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.journal/1"));
    fields.put("changes", new Value.Items(list));
    return JsonText.write(new Value.Fields(fields), 2);
  }
}
