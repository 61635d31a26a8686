package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.JournalEntry;
import dev.ccproxy.setup.Answers;
import dev.ccproxy.setup.ClientChoice;
import dev.ccproxy.setup.Setup;
import dev.ccproxy.setup.SetupPlan;
import dev.ccproxy.setup.SetupResolver;
import dev.ccproxy.setup.UsePlanner;
import dev.ccproxy.setup.UseRequest;
import java.util.List;
import java.util.function.Predicate;
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
    String clientName = Specs.text(arguments, "--client");
    ClientChoice client =
        new ClientChoice(
            clientName == null ? null : InitCommand.client(arguments, context.environment()),
            InitCommand.scope(arguments),
            InitCommand.path(Specs.text(arguments, "--settings"), context.environment()),
            InitCommand.path(Specs.text(arguments, "--env-file"), context.environment()));
    boolean person = context.prompter().isInteractive() && !context.json();
    Integer port = Specs.text(arguments, "--port") == null ? null : InitCommand.port(arguments);
    Catalog catalog = context.catalog();
    UsePlanner.Outcome outcome =
        new UsePlanner(
                context.environment(),
                catalog,
                context.templates(),
                context.fileStore(),
                context.redactor(),
                context.today())
            .plan(
                new UseRequest(targets.get(0), tier, client, port, options.consents() || person),
                answers(context));
    SetupPlan plan;
    if (outcome instanceof UsePlanner.Outcome.Init init) {
      Setup setup = new SetupResolver(catalog, context.today()).resolve(init.request());
      plan = InitCommand.planner(context, catalog, options).plan(init.request(), setup);
    } else {
      plan = ((UsePlanner.Outcome.Switch) outcome).plan();
    }
    return new ChangeRunner(context, options, InitCommand.commandLine(arguments))
        .run(plan, () -> context.changes().apply(plan.change()));
  }

  /** The answers of the last set-up made in this folder, else of the last one anywhere. */
  private static Answers answers(Context context) throws Exception {
    if (context.environment().stateFolder() == null) {
      return Answers.NONE;
    }
    Changes changes = context.changes();
    String here = context.environment().workingDirectory().toString();
    Predicate<JournalEntry> setUp =
        e -> !e.undone() && e.undoOf() == null && e.answers().containsKey("folder");
    return changes
        .latest(e -> setUp.test(e) && here.equals(e.answers().get("folder")))
        .or(() -> changes.latest(setUp))
        .map(e -> new Answers(e.answers()))
        .orElse(Answers.NONE);
  }
}
