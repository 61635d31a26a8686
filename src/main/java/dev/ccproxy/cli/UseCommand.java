package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.JournalEntry;
import dev.ccproxy.setup.Setup;
import dev.ccproxy.setup.SetupPlan;
import dev.ccproxy.setup.SetupResolver;
import dev.ccproxy.setup.UsePlanner;
import dev.ccproxy.setup.UseRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy use}. */
final class UseCommand implements Command {

  @Override
  public String name() {
    return "use";
  }

  @Override
  public String summary() {
    return "Switch the model, or the provider";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Switches to another model. What the endpoint of today serves changes only the keys that name models: the main"
                + " one, and every tier that had the same model. Anything else is a new set-up with the answers of last time.",
            List.of(
                "ccproxy use deepseek-v4-pro",
                "ccproxy use gpt-6-luna --tier haiku",
                "ccproxy use ollama/qwen3.5",
                "ccproxy use deepseek"));
    Specs.parameters(spec, "MODEL", "1", "MODEL, PROVIDER or PROVIDER/MODEL.");
    Specs.option(spec, "TIER", "Only this tier: main, opus, sonnet, haiku or subagent.", "--tier");
    Specs.option(
        spec,
        "SCOPE",
        "Whose settings: user, local or project (default: as last time).",
        "--scope");
    Specs.option(spec, "FILE", "Change this settings file.", "--settings");
    Specs.optionWithFallback(spec, "FILE", ".env", "Change this env file (.env).", "--env-file");
    Specs.option(spec, "CLIENT", "claude-code or haha.", "--client");
    Specs.option(
        spec, "PORT", "Port of your own gateway, where a new set-up needs one (4000).", "--port");
    ChangeOptions.add(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    ChangeOptions options = ChangeOptions.of(arguments);
    List<String> targets = Specs.parameters(arguments);
    if (targets.size() != 1 || targets.get(0).isBlank()) {
      throw CommandFailedException.usage(
          "one-model", "One model or provider is switched to at a time", "write ccproxy use MODEL");
    }
    String tierWord = Specs.text(arguments, "--tier");
    Tier tier =
        tierWord == null
            ? null
            : Tier.of(tierWord)
                .orElseThrow(
                    () ->
                        CommandFailedException.usage(
                            "tier-unknown",
                            "There is no tier \"" + tierWord + "\"",
                            "use main, opus, sonnet, haiku or subagent"));
    String settings = Specs.text(arguments, "--settings");
    String envFile = Specs.text(arguments, "--env-file");
    Changes changes = context.changes();
    Map<String, String> answers =
        changes
            .latest(e -> !e.undone() && e.undoOf() == null && e.answers().containsKey("folder"))
            .map(JournalEntry::answers)
            .orElse(Map.of());
    Catalog catalog = context.catalog();
    UsePlanner planner =
        new UsePlanner(
            context.environment(),
            catalog,
            context.templates(),
            context.fileStore(),
            context.redactor(),
            context.today());
    UsePlanner.Outcome outcome =
        planner.plan(
            new UseRequest(
                targets.get(0),
                tier,
                Specs.text(arguments, "--client") == null
                    ? null
                    : InitCommand.client(arguments, context.environment()),
                InitCommand.scope(arguments),
                settings == null ? null : context.environment().resolve(settings),
                envFile == null ? null : context.environment().resolve(envFile),
                InitCommand.port(arguments),
                options.yes()),
            answers);
    SetupPlan plan;
    if (outcome instanceof UsePlanner.Outcome.Init init) {
      Setup setup = new SetupResolver(catalog, context.today()).resolve(init.request());
      plan = InitCommand.planner(context, catalog).plan(init.request(), setup);
    } else {
      plan = ((UsePlanner.Outcome.Switch) outcome).plan();
    }
    return new ChangeRunner(context, options, InitCommand.commandLine(arguments))
        .run(plan, () -> Objects.requireNonNull(changes).apply(plan.change()));
  }
}
