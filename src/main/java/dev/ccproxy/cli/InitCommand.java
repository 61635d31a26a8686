package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.ShellWord;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.setup.ClientChoice;
import dev.ccproxy.setup.KeyPlace;
import dev.ccproxy.setup.Setup;
import dev.ccproxy.setup.SetupPlan;
import dev.ccproxy.setup.SetupPlanner;
import dev.ccproxy.setup.SetupRequest;
import dev.ccproxy.setup.SetupResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy init}. */
final class InitCommand implements Command {

  @Override
  public String name() {
    return "init";
  }

  @Override
  public String summary() {
    return "Set up a provider: gateway config, keys, client settings";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Writes what Claude Code needs to work on the models of one or several providers,"
                + " merging into the files that are there. Without a provider it asks for"
                + " everything, if there is a terminal.",
            List.of(
                "ccproxy init",
                "ccproxy init deepseek",
                "ccproxy init openai ollama --model haiku=qwen3-coder",
                "ccproxy init minimax --region cn --scope local",
                "ccproxy init custom --base-url http://127.0.0.1:8080 --protocol anthropic --model"
                    + " my-model",
                "ccproxy init --gateway-url https://llm.example.com --model team-gpt --key-file"
                    + " ~/.team-key"));
    Specs.parameters(spec, "PROVIDER", "0..*", "Ids as ccproxy providers lists them, or custom.");
    Specs.options(
        spec,
        "[TIER=]MODEL",
        "Model of a tier (main, opus, sonnet, haiku, subagent); without a tier the main model and"
            + " that of every tier not named.",
        "-m",
        "--model");
    Specs.option(spec, "ROUTE", "litellm or direct, where a provider has both.", "--route");
    Specs.options(spec, "[PROVIDER=]REGION", "Region, where a provider has several.", "--region");
    Specs.options(spec, "[PROVIDER=]URL", "Another address than the provider's own.", "--base-url");
    Specs.option(
        spec, "PROTOCOL", "What a custom provider speaks: anthropic or openai.", "--protocol");
    Specs.option(spec, "NAME", "Name for a custom provider.", "--name");
    Specs.option(
        spec,
        "N",
        "Window of the models in tokens, where the list knows none or a bigger one.",
        "--context");
    Specs.option(spec, "N", "Longest answer of the models in tokens, likewise.", "--max-output");
    Specs.option(
        spec,
        "URL",
        "A LiteLLM that somebody else runs: only client files are written.",
        "--gateway-url");
    Specs.option(spec, "PORT", "Port of your own gateway (4000).", "--port");
    Specs.options(
        spec,
        "[PROVIDER=]FILE",
        "File with the provider's key; - reads standard input.",
        "--key-file");
    Specs.option(
        spec,
        "HOW",
        "value: the key stands in the private settings; helper: a command reads it at run time.",
        "--key");
    Specs.option(spec, "SCOPE", "user (default), local or project.", "--scope");
    Specs.option(
        spec, "FILE", "Write this settings file instead of that of a scope.", "--settings");
    Specs.optionWithFallback(
        spec,
        "FILE",
        ".env",
        "Write the client's variables to an env file (.env) instead of settings.",
        "--env-file");
    Specs.option(spec, "CLIENT", "claude-code or haha.", "--client");
    Specs.flag(spec, "Ask the endpoint at the end, as ccproxy doctor --quick does.", "--check");
    ChangeOptions.add(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    ChangeOptions options = ChangeOptions.of(arguments);
    boolean check = Specs.has(arguments, "--check") && options.writes();
    if (check && context.json()) {
      throw CommandFailedException.usage(
          "check-is-a-report",
          "--check prints a second report, and --format json has room for one",
          "leave --check out and run ccproxy doctor --quick --format json after it");
    }
    boolean person = context.prompter().isInteractive() && !context.json();
    SetupRequest request = request(arguments, context.environment(), options.consents() || person);
    Catalog catalog = context.catalog();
    if (request.providers().isEmpty() && request.gatewayUrl() == null && person) {
      request =
          new InitWizard(context.prompter(), context.err(), catalog, context.today())
              .complete(request);
    }
    Setup setup = new SetupResolver(catalog, context.today()).resolve(request);
    SetupPlan plan = planner(context, catalog, options).plan(request, setup);
    int exit =
        new ChangeRunner(context, options, commandLine(arguments))
            .run(plan, () -> context.changes().apply(plan.change()));
    return exit == ExitCode.OK && check ? check(request.client(), context) : exit;
  }

  /** What {@code doctor --quick} says about what lies here now. */
  private static int check(ClientChoice client, Context context) throws Exception {
    context.out().println("");
    DoctorCommand.Checkup checkup = DoctorCommand.Checkup.usual(context, Mode.QUICK);
    WorkspaceRequest files =
        new WorkspaceRequest(
            List.of(),
            client.settings(),
            client.envFile() == null ? List.of() : List.of(client.envFile()),
            client.client(),
            null,
            null);
    return new DoctorRun(
            DoctorOptions.quick(files, context.redactor()),
            context,
            checkup.files(),
            checkup.live())
        .run();
  }

  static SetupPlanner planner(Context context, Catalog catalog, ChangeOptions options) {
    return new SetupPlanner(
        context.environment(),
        catalog,
        context.templates(),
        context.fileStore(),
        context.redactor(),
        new ConsoleKeys(context, options.writes()),
        context.random());
  }

  /**
   * What the user typed, for a hint that repeats it; no option of this program carries a secret.
   */
  static String commandLine(ParseResult arguments) {
    StringBuilder line = new StringBuilder(arguments.commandSpec().name());
    for (String argument : arguments.originalArgs()) {
      line.append(' ').append(ShellWord.of(argument));
    }
    return line.toString();
  }

  /** The route that was asked for; null for the usual one. */
  static @Nullable Route route(ParseResult arguments) throws CommandFailedException {
    String route = Specs.text(arguments, "--route");
    return route == null
        ? null
        : Route.of(route)
            .orElseThrow(
                () ->
                    CommandFailedException.usage(
                        "route-unknown",
                        "There is no route \"" + route + "\"",
                        "use --route litellm or --route direct"));
  }

  private static SetupRequest request(
      ParseResult arguments, UserEnvironment environment, boolean mayRepair)
      throws CommandFailedException {
    String key = Specs.text(arguments, "--key");
    if (key != null && !key.equals("value") && !key.equals("helper")) {
      throw CommandFailedException.usage(
          "key-unknown", "--key cannot be \"" + key + "\"", "use --key value or --key helper");
    }
    String envFile = Specs.text(arguments, "--env-file");
    String settings = Specs.text(arguments, "--settings");
    int targets =
        (settings == null ? 0 : 1)
            + (envFile == null ? 0 : 1)
            + (Specs.text(arguments, "--scope") == null ? 0 : 1);
    if (targets > 1) {
      throw CommandFailedException.usage(
          "two-targets",
          "--scope, --settings and --env-file each say where the client's variables go",
          "give one of them");
    }
    return new SetupRequest(
        Specs.parameters(arguments),
        Specs.texts(arguments, "--model"),
        route(arguments),
        Specs.texts(arguments, "--region"),
        Specs.texts(arguments, "--base-url"),
        Specs.text(arguments, "--protocol"),
        Specs.text(arguments, "--name"),
        Specs.text(arguments, "--gateway-url"),
        port(arguments),
        Specs.texts(arguments, "--key-file"),
        "helper".equals(key) ? KeyPlace.HELPER : KeyPlace.VALUE,
        tokens(arguments, "--context"),
        tokens(arguments, "--max-output"),
        new ClientChoice(
            client(arguments, environment),
            scope(arguments),
            path(settings, environment),
            path(envFile, environment)),
        mayRepair);
  }

  static @Nullable Path path(@Nullable String text, UserEnvironment environment) {
    return text == null ? null : environment.resolve(text);
  }

  static int port(ParseResult arguments) throws CommandFailedException {
    String text = Specs.text(arguments, "--port");
    if (text == null) {
      return SetupPlanner.DEFAULT_PORT;
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandFailedException.usage(
        "port-unusable", "\"" + text + "\" is no port", "give a number from 1 to 65535");
  }

  static @Nullable Long tokens(ParseResult arguments, String option) throws CommandFailedException {
    String text = Specs.text(arguments, option);
    if (text == null) {
      return null;
    }
    try {
      long tokens = Long.parseLong(text.replace("_", "").replace(",", ""));
      if (tokens > 0 && tokens <= 100_000_000) {
        return tokens;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw CommandFailedException.usage(
        "tokens-unusable",
        option + " cannot be \"" + text + "\"",
        "give a number of tokens, e.g. 131072");
  }

  /** The client asked for, or claude-code-haha in its own folder. */
  static ClientKind client(ParseResult arguments, UserEnvironment environment)
      throws CommandFailedException {
    String text = Specs.text(arguments, "--client");
    if (text != null) {
      return ClientKind.of(text)
          .orElseThrow(
              () ->
                  CommandFailedException.usage(
                      "client-unknown",
                      "There is no client \"" + text + "\"",
                      "use --client claude-code or --client haha"));
    }
    Path launcher = environment.workingDirectory().resolve("bin").resolve("claude-haha");
    return Files.isRegularFile(launcher) ? ClientKind.HAHA : ClientKind.CLAUDE_CODE;
  }

  static @Nullable SettingsScope scope(ParseResult arguments) throws CommandFailedException {
    String text = Specs.text(arguments, "--scope");
    if (text == null) {
      return null;
    }
    return SettingsScope.of(text)
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "scope-unknown",
                    "There is no scope \"" + text + "\"",
                    "use --scope user, local or project"));
  }
}
