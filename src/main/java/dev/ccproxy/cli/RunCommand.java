package dev.ccproxy.cli;

import dev.ccproxy.launch.Chain;
import dev.ccproxy.launch.Client;
import dev.ccproxy.launch.GatewayWish;
import dev.ccproxy.setup.ClientChoice;
import dev.ccproxy.setup.FolderSetup;
import dev.ccproxy.setup.KeyPlace;
import dev.ccproxy.setup.Session;
import dev.ccproxy.setup.SessionPlanner;
import dev.ccproxy.setup.SetupPlanner;
import dev.ccproxy.setup.SetupRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy run}. */
final class RunCommand implements Command {
  private static final String SEPARATOR = "--";

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "Start the client through the whole chain, changing no file";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Starts the client with the environment that a provider needs, for this process alone:"
                + " no file of yours changes. Where the route needs a gateway, it is started and"
                + " ended with the client. Without a provider it uses the set-up of this folder.",
            List.of(
                "ccproxy run deepseek",
                "ccproxy run deepseek -- -p \"hello\"",
                "ccproxy run openai --model gpt-6-luna",
                "ccproxy run custom --base-url http://127.0.0.1:8080 --protocol anthropic --model"
                    + " my-model"));
    Specs.parameters(
        spec,
        "[PROVIDER...] [-- CLIENT ARGUMENT...]",
        "0..*",
        "Ids as ccproxy providers lists them, or custom.");
    Specs.options(
        spec,
        "[TIER=]MODEL",
        "Model of a tier (main, opus, sonnet, haiku, subagent); without a tier the main model and"
            + " that of every tier not named.",
        "-m",
        "--model");
    Specs.option(spec, "CLIENT", "claude-code, haha, or the path of a program.", "--client");
    Specs.option(spec, "ROUTE", "litellm or direct, where a provider has both.", "--route");
    Specs.options(spec, "[PROVIDER=]REGION", "Region, where a provider has several.", "--region");
    Specs.options(spec, "[PROVIDER=]URL", "Another address than the provider's own.", "--base-url");
    Specs.option(
        spec, "PROTOCOL", "What a custom provider speaks: anthropic or openai.", "--protocol");
    Specs.option(spec, "NAME", "Name for a custom provider.", "--name");
    Specs.option(spec, "N", "Window of the models in tokens.", "--context");
    Specs.option(spec, "N", "Longest answer of the models in tokens.", "--max-output");
    Specs.option(spec, "URL", "A LiteLLM that somebody else runs.", "--gateway-url");
    Specs.options(
        spec,
        "[PROVIDER=]FILE",
        "File with the provider's key; - reads standard input.",
        "--key-file");
    GatewayOptions.config(spec);
    GatewayOptions.start(spec);
    Specs.flag(
        spec,
        "Ask the endpoint a little before the client starts, and say in a line what is wrong.",
        "--check");
    return spec;
  }

  @Override
  public int failureCode(int usual) {
    return usual == ExitCode.CLIENT_NOT_EXECUTABLE
            || usual == ExitCode.CLIENT_NOT_FOUND
            || usual == ExitCode.INTERRUPTED
        ? usual
        : ExitCode.RUN_FAILED;
  }

  @Override
  public String argumentHint() {
    return "write -- before the arguments of the client: ccproxy run deepseek -- -p \"hello\";"
        + " ccproxy run --help shows our own";
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    List<String> all = arguments.originalArgs();
    int separator = all.indexOf(SEPARATOR);
    List<String> forClient =
        separator < 0 ? List.of() : List.copyOf(all.subList(separator + 1, all.size()));
    List<String> words = Specs.parameters(arguments);
    List<String> providers = words.subList(0, words.size() - forClient.size());
    if (context.json()) {
      throw CommandFailedException.usage(
          "no-json",
          "run hands the terminal to the client, so it has no output of its own",
          "leave --format json out");
    }
    Client client = Client.find(Specs.text(arguments, "--client"), context.environment());
    SessionPlanner planner =
        new SessionPlanner(
            context.environment(),
            context.catalog(),
            context.templates(),
            context.fileStore(),
            context.redactor(),
            new ConsoleKeys(context, true),
            context.random(),
            context.today());
    Chain chain =
        new Chain(
            context.environment(),
            context.redactor(),
            GatewayOptions.talk(context),
            LaunchPlugs.of(context),
            Specs.has(arguments, "--check"));
    if (providers.isEmpty() && Specs.text(arguments, "--gateway-url") == null) {
      return runOfFolder(arguments, client, forClient, planner, chain, context);
    }
    Session session = planner.plan(request(arguments, providers), Chain::freePort);
    int port = session.gateway() == null ? 0 : portOf(session);
    Path config = context.environment().resolve(GatewayWish.CONFIG);
    return chain.run(
        client, session, forClient, GatewayOptions.wish(arguments, config, port, false, context));
  }

  private static int portOf(Session session) {
    String base = session.variables().getOrDefault("ANTHROPIC_BASE_URL", "");
    return Integer.parseInt(base.substring(base.lastIndexOf(':') + 1));
  }

  /**
   * Without a provider: what {@code init} has written, the gateway started where it is one's own.
   */
  private int runOfFolder(
      ParseResult arguments,
      Client client,
      List<String> forClient,
      SessionPlanner planner,
      Chain chain,
      Context context)
      throws Exception {
    for (String option : List.of("--route", "--base-url", "--region", "--protocol", "--name")) {
      if (arguments.hasMatchedOption(option)) {
        throw CommandFailedException.usage(
            "provider-missing",
            option + " belongs to a provider, and none is named",
            "write ccproxy run PROVIDER " + option + " ...; ccproxy providers lists them");
      }
    }
    FolderSetup today = FolderSetup.of(context.environment(), context.fileStore());
    Path config = GatewayOptions.config(arguments, context.environment());
    boolean gateway =
        arguments.hasMatchedOption("--config")
            || (Files.exists(config)
                && (today.baseUrl().isEmpty()
                    || (today.isLocal() && !chain.isServed(today.gatewayPort()))));
    Map<String, String> changed = new LinkedHashMap<>();
    List<String> models = Specs.texts(arguments, "--model");
    if (!models.isEmpty()) {
      changed.putAll(SessionPlanner.modelVariables(today, models.get(models.size() - 1)));
    }
    if (!gateway) {
      if (today.baseUrl().isEmpty()) {
        throw CommandFailedException.usage(
            "no-set-up",
            "There is no set-up: no provider is named, no settings file names an address for the"
                + " client, and there is no "
                + GatewayWish.CONFIG
                + " here",
            "name a provider, e.g. ccproxy run deepseek, or make a set-up with ccproxy init");
      }
      return chain.run(
          client,
          planner.adapt(today, changed),
          forClient,
          GatewayOptions.wish(arguments, config, 0, false, context));
    }
    // Where no settings name an address, the client learns it from us, and any port will do.
    int port = today.isLocal() ? today.gatewayPort() : Chain.freePort(SetupPlanner.DEFAULT_PORT);
    return chain.runWithGateway(
        client,
        (baseUrl, masterKey, served) -> {
          if (today.baseUrl().isEmpty() || !today.isLocal()) {
            return planner.behind(baseUrl, masterKey, models.isEmpty() ? served : models);
          }
          if (!samePort(today.baseUrl(), baseUrl)) {
            changed.put("ANTHROPIC_BASE_URL", baseUrl);
          }
          String token = today.variables().getOrDefault("ANTHROPIC_AUTH_TOKEN", "");
          if (masterKey != null && !masterKey.equals(token)) {
            changed.put("ANTHROPIC_AUTH_TOKEN", masterKey);
          }
          return planner.adapt(today, changed);
        },
        forClient,
        GatewayOptions.wish(arguments, config, port, false, context));
  }

  /** Whether two addresses of this machine are the same gateway: localhost or 127.0.0.1. */
  private static boolean samePort(String one, String other) {
    String a = one.endsWith("/") ? one.substring(0, one.length() - 1) : one;
    return a.substring(a.lastIndexOf(':') + 1).equals(other.substring(other.lastIndexOf(':') + 1));
  }

  private static SetupRequest request(ParseResult arguments, List<String> providers)
      throws CommandFailedException {
    return new SetupRequest(
        providers,
        Specs.texts(arguments, "--model"),
        InitCommand.route(arguments),
        Specs.texts(arguments, "--region"),
        Specs.texts(arguments, "--base-url"),
        Specs.text(arguments, "--protocol"),
        Specs.text(arguments, "--name"),
        Specs.text(arguments, "--gateway-url"),
        SetupPlanner.DEFAULT_PORT,
        Specs.texts(arguments, "--key-file"),
        KeyPlace.VALUE,
        InitCommand.tokens(arguments, "--context"),
        InitCommand.tokens(arguments, "--max-output"),
        ClientChoice.NONE,
        false);
  }
}
