package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.render.Templates;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Switches the model. Within what the endpoint of today serves only the keys that name models
 * change, and limits that the new model does not have; anything else is the plan of {@code init}
 * with the answers of last time.
 */
public final class UsePlanner {
  private final UserEnvironment environment;
  private final Catalog catalog;
  private final Templates templates;
  private final FileStore store;
  private final Redactor redactor;
  private final LocalDate today;

  /** What {@code use} comes to. */
  public sealed interface Outcome {
    /** Only keys of the client's file change. */
    record Switch(SetupPlan plan) implements Outcome {}

    /** The endpoint of today does not serve it: a set-up has to be planned. */
    record Init(SetupRequest request) implements Outcome {}
  }

  public UsePlanner(
      UserEnvironment environment,
      Catalog catalog,
      Templates templates,
      FileStore store,
      Redactor redactor,
      LocalDate today) {
    this.environment = environment;
    this.catalog = catalog;
    this.templates = templates;
    this.store = store;
    this.redactor = redactor;
    this.today = today;
  }

  /**
   * Plans the switch.
   *
   * @param answers of the last set-up; empty where there was none
   */
  public Outcome plan(UseRequest request, Map<String, String> answers)
      throws SetupException, ChangeRefusedException, CatalogException {
    Path target = clientFile(request, answers);
    boolean env = target.getFileName() != null && !target.toString().endsWith(".json");
    String shown = environment.shorten(target);
    ClientFile file =
        env
            ? ClientFile.env(shown, store.read(target), NextSteps.sourced(shown), templates)
            : ClientFile.settings(shown, store.read(target), request.mayRepair(), templates);
    Map<String, String> variables = file.variables();
    redactor.learnFrom(variables);
    String base = variables.get("ANTHROPIC_BASE_URL");
    Optional<Provider> provider = catalog.provider(request.target());
    if (base == null || base.isEmpty()) {
      if (provider.isPresent()) {
        return init(request, answers, List.of(request.target()), List.of());
      }
      throw SetupException.refused(
          "nothing-set-up",
          "Nothing is set up yet: " + shown + " names no endpoint (ANTHROPIC_BASE_URL)",
          "run ccproxy init PROVIDER first");
    }
    CurrentSetup current =
        CurrentSetup.of(
            base,
            gateway(base, answers),
            Answers.list(answers.get("providers")),
            answers.get("client-base"),
            catalog);
    Map<Tier, String> names = new EnumMap<>(Tier.class);
    if (provider.isPresent()) {
      Map<Tier, String> tiers = servedTiers(provider.get(), current);
      if (tiers.isEmpty()) {
        return init(request, answers, List.of(request.target()), List.of());
      }
      names.putAll(tiers);
      if (request.tier() != null) {
        names.keySet().retainAll(List.of(request.tier()));
      }
    } else {
      String name = served(request.target(), current);
      if (name == null) {
        return elsewhere(request, answers, current, variables);
      }
      for (Tier tier : tiersToSwitch(request, variables)) {
        names.put(tier, name);
      }
    }
    return new Outcome.Switch(switchPlan(request, answers, target, file, current, names));
  }

  private Path clientFile(UseRequest request, Map<String, String> answers) throws SetupException {
    if (request.envFile() != null) {
      return request.envFile();
    }
    if (request.settings() != null) {
      return request.settings();
    }
    String envFile = answers.get("env-file");
    String settings = answers.get("settings");
    if (request.scope() == null && request.client() == null) {
      if (envFile != null) {
        return Path.of(envFile);
      }
      if (settings != null) {
        return Path.of(settings);
      }
    }
    ClientKind client =
        request.client() != null
            ? request.client()
            : ClientKind.of(answers.getOrDefault("client", "")).orElse(ClientKind.CLAUDE_CODE);
    if (client == ClientKind.HAHA && request.scope() == null) {
      return folder(answers).resolve(".env");
    }
    SettingsScope scope =
        request.scope() != null
            ? request.scope()
            : SettingsScope.of(answers.getOrDefault("scope", "")).orElse(SettingsScope.USER);
    Path file = scope.file(environment);
    if (file == null) {
      throw SetupException.refused(
          "no-home",
          "There is no home folder: HOME is not set",
          "set HOME, or name the file with --settings FILE");
    }
    return file;
  }

  private Path folder(Map<String, String> answers) {
    String folder = answers.get("folder");
    return folder == null ? environment.workingDirectory() : Path.of(folder);
  }

  /**
   * The entries of our gateway's configuration, if the client talks to a gateway on this machine.
   */
  private @Nullable List<GatewayConfig.Deployment> gateway(String base, Map<String, String> answers)
      throws SetupException, ChangeRefusedException {
    if (!dev.ccproxy.config.BaseUrl.isLoopback(base) || answers.containsKey("gateway-url")) {
      return null;
    }
    Path config = folder(answers).resolve("litellm_config.yaml");
    byte[] bytes = store.read(config);
    if (bytes == null) {
      return null;
    }
    return GatewayConfig.of(environment.shorten(config), bytes, 0, templates).deployments();
  }

  /** The name of a model at the endpoint of today; null where it is not served there. */
  private @Nullable String served(String typed, CurrentSetup current) throws SetupException {
    if (current.gateway() != null) {
      for (GatewayConfig.Deployment deployment : current.gateway()) {
        if (deployment.name().equals(typed) || deployment.model().equals(typed)) {
          return deployment.name();
        }
      }
      for (GatewayConfig.Deployment deployment : current.gateway()) {
        if (deployment.name().endsWith("*")
            && typed.startsWith(deployment.name().substring(0, deployment.name().length() - 1))) {
          return typed;
        }
      }
      int slash = typed.indexOf('/');
      return slash > 0 && catalogHas(typed.substring(0, slash))
          ? served(typed.substring(slash + 1), current)
          : null;
    }
    if (current.direct() == null) {
      // Nobody knows what an unknown endpoint serves; its user does.
      return typed;
    }
    Provider provider = current.direct().provider();
    String id =
        typed.startsWith(provider.id() + "/") && !provider.vendorSlashIds()
            ? typed.substring(provider.id().length() + 1)
            : typed;
    String bare = id.endsWith("[1m]") ? id.substring(0, id.length() - 4) : id;
    boolean named = !id.equals(typed);
    boolean open = provider.openModels() && (!provider.vendorSlashIds() || id.contains("/"));
    if (provider.model(bare).isEmpty() && !named && !(open && !belongsElsewhere(typed, provider))) {
      return null;
    }
    ModelNames names = new ModelNames(List.of(current.direct()), today, null, null);
    return names
        .find(provider.model(bare).isPresent() ? bare : provider.id() + "/" + id)
        .clientName();
  }

  private boolean catalogHas(String id) {
    return catalog.ids().contains(id);
  }

  /**
   * {@code deepseek/deepseek-flash} at Ollama means the provider deepseek; at OpenRouter it is an
   * id.
   */
  private boolean belongsElsewhere(String typed, Provider here) {
    int slash = typed.indexOf('/');
    return !here.vendorSlashIds() && slash > 0 && catalogHas(typed.substring(0, slash));
  }

  private Map<Tier, String> servedTiers(Provider provider, CurrentSetup current)
      throws SetupException {
    Map<Tier, String> names = new EnumMap<>(Tier.class);
    for (Map.Entry<Tier, String> tier : provider.tiers().entrySet()) {
      String name = null;
      if (current.gateway() != null && provider.litellm() != null) {
        String model = provider.litellm().prefix() + "/" + tier.getValue();
        for (GatewayConfig.Deployment deployment : current.gateway()) {
          name = deployment.model().equals(model) ? deployment.name() : name;
        }
      } else if (current.direct() != null
          && current.direct().provider().id().equals(provider.id())) {
        name = served(tier.getValue(), current);
      }
      if (name == null) {
        return Map.of();
      }
      names.put(tier.getKey(), name);
    }
    return names;
  }

  private static List<Tier> tiersToSwitch(UseRequest request, Map<String, String> variables) {
    if (request.tier() != null) {
      return List.of(request.tier());
    }
    List<Tier> tiers = new ArrayList<>();
    String main = variables.get(Tier.MAIN.variable());
    for (Tier tier : Tier.values()) {
      String model = variables.get(tier.variable());
      if (tier == Tier.MAIN || model == null || model.isEmpty() || model.equals(main)) {
        tiers.add(tier);
      }
    }
    return tiers;
  }

  private Outcome elsewhere(
      UseRequest request,
      Map<String, String> answers,
      CurrentSetup current,
      Map<String, String> variables)
      throws SetupException, CatalogException {
    String typed = request.target();
    List<String> last = Answers.list(answers.get("providers"));
    int slash = typed.indexOf('/');
    Optional<Provider> named =
        slash > 0 ? catalog.provider(typed.substring(0, slash)) : Optional.empty();
    boolean gateway = current.gateway() != null && !last.isEmpty();
    if (named.isPresent()) {
      if (!gateway || named.get().litellm() == null) {
        return init(request, answers, List.of(named.get().id()), List.of(typed));
      }
      Set<String> providers = new LinkedHashSet<>(last);
      providers.add(named.get().id());
      return init(
          request, answers, new ArrayList<>(providers), models(request, typed, current, variables));
    }
    for (String id : gateway ? last : List.<String>of()) {
      Provider provider = catalog.provider(id).orElse(null);
      if (provider != null && provider.model(typed).isPresent()) {
        return init(request, answers, last, models(request, id + "/" + typed, current, variables));
      }
    }
    throw notServed(typed, current);
  }

  /** The tiers that switch get the new model, the others keep theirs. */
  private static List<String> models(
      UseRequest request, String model, CurrentSetup current, Map<String, String> variables) {
    List<Tier> switched = tiersToSwitch(request, variables);
    List<String> models = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      if (switched.contains(tier)) {
        models.add(tier.word() + "=" + model);
        continue;
      }
      ModelChoice kept = current.choice(variables.getOrDefault(tier.variable(), ""));
      if (current.known().contains(kept.service().provider())) {
        models.add(tier.word() + "=" + kept.service().provider().id() + "/" + kept.model().id());
      }
    }
    return models;
  }

  private SetupException notServed(String typed, CurrentSetup current) {
    List<String> served = new ArrayList<>();
    if (current.gateway() != null) {
      current.gateway().forEach(d -> served.add(d.name()));
    } else if (current.direct() != null) {
      for (Model model : current.direct().provider().models()) {
        if (!model.isGone(today)) {
          served.add(model.id());
        }
      }
    }
    List<String> all = new ArrayList<>(served);
    all.addAll(catalog.ids());
    return SetupException.usage(
        "model-not-served",
        "The endpoint of today ("
            + current.baseUrl()
            + ") serves no model \""
            + typed
            + "\", and there is no provider of that name",
        Nearest.of(typed, all).map(n -> "did you mean " + n + "? ").orElse("")
            + "It serves: "
            + String.join(", ", served.size() > 12 ? served.subList(0, 12) : served)
            + ". Another provider: ccproxy use PROVIDER/MODEL");
  }

  private Outcome init(
      UseRequest request, Map<String, String> answers, List<String> providers, List<String> models)
      throws SetupException {
    if (!folder(answers).equals(environment.workingDirectory())
        && !answers.isEmpty()
        && route(answers) == Route.LITELLM) {
      throw SetupException.refused(
          "set-up-lies-elsewhere",
          "The set-up of last time lies in "
              + environment.shorten(folder(answers))
              + ", and this model is not in it",
          "change to that folder, or run ccproxy init " + String.join(" ", providers) + " here");
    }
    SetupRequest again =
        Answers.request(answers, providers, models, request.port(), request.mayRepair());
    return new Outcome.Init(
        new SetupRequest(
            again.providers(),
            again.models(),
            again.route(),
            again.region(),
            again.baseUrls(),
            again.protocol(),
            again.name(),
            again.gatewayUrl(),
            again.port(),
            again.keyFiles(),
            again.keyPlace(),
            again.context(),
            again.maxOutput(),
            request.client() == null ? again.client() : request.client(),
            request.scope() == null ? again.scope() : request.scope(),
            request.settings() == null ? again.settings() : request.settings(),
            request.envFile() == null ? again.envFile() : request.envFile(),
            request.mayRepair()));
  }

  private static @Nullable Route route(Map<String, String> answers) {
    return Route.of(answers.getOrDefault("route", "")).orElse(null);
  }

  private SetupPlan switchPlan(
      UseRequest request,
      Map<String, String> answers,
      Path target,
      ClientFile file,
      CurrentSetup current,
      Map<Tier, String> names)
      throws SetupException, ChangeRefusedException {
    Map<String, String> variables = file.variables();
    Map<Tier, ModelChoice> tiers = new EnumMap<>(Tier.class);
    Set<Service> services = new LinkedHashSet<>();
    for (Tier tier : Tier.values()) {
      String before =
          variables.getOrDefault(tier.variable(), variables.getOrDefault(Tier.MAIN.variable(), ""));
      String name =
          names.getOrDefault(tier, before.isEmpty() ? names.values().iterator().next() : before);
      ModelChoice choice = current.choice(name);
      tiers.put(tier, choice);
      services.add(choice.service());
    }
    Route route = current.direct() != null ? Route.DIRECT : Route.LITELLM;
    Setup setup =
        new Setup(
            route,
            new ArrayList<>(services),
            tiers,
            List.of(),
            current.baseUrl(),
            false,
            List.of());
    Map<String, String> wanted = new LinkedHashMap<>();
    names.forEach((tier, name) -> wanted.put(tier.variable(), name));
    List<String> notes = new ArrayList<>(file.notes());
    lowerLimits(setup, variables, wanted, notes);
    List<Change> changes = new ArrayList<>();
    wanted.forEach((name, value) -> changes.add(new Change.Set(file.path(name), Value.of(value))));
    if (file.isSettings() && file.document().find(NodePath.of("modelOverrides")).isPresent()) {
      changes.addAll(
          new StaleSettings(variables, wanted, setup)
              .overrides(file.document(), ClientVariables.modelOverrides(setup)));
    }
    byte[] after = Documents.apply(file.document(), changes).source().encode();
    // The file holds a key already; its mode is kept, and narrowed where it was open to others.
    FileChange change = new FileChange(target, store.read(target), after, true);
    Map<String, String> again = new LinkedHashMap<>(answers);
    again.remove("models");
    String title =
        "use "
            + request.target()
            + (request.tier() == null ? "" : " --tier " + request.tier().word());
    return new SetupPlan(
        new ChangePlan(title, List.of(change), again), notes, List.of(), List.of());
  }

  /** A limit that the new model does not have would break the first long answer. */
  private static void lowerLimits(
      Setup setup, Map<String, String> variables, Map<String, String> wanted, List<String> notes) {
    ClientVariables.limits(setup)
        .forEach(
            (name, value) -> {
              String before = variables.get(name);
              Long was = before == null ? null : StaleSettings.number(before);
              Long now = StaleSettings.number(value);
              long assumed =
                  name.equals("CLAUDE_CODE_MAX_OUTPUT_TOKENS")
                      ? ClientVariables.DEFAULT_OUTPUT
                      : ClientVariables.ASSUMED_CONTEXT;
              boolean clientDefaultFits = before == null && now != null && now >= assumed;
              if (now != null && !clientDefaultFits && (was == null || was > now)) {
                wanted.put(name, value);
                notes.add(name + " is set to " + value + ", the most that the model can take.");
              }
            });
    if (setup.route() == Route.DIRECT
        && !ClientVariables.thinks(setup)
        && Boolean.FALSE.equals(setup.model(Tier.MAIN).model().thinking())
        && !variables.containsKey("CLAUDE_CODE_DISABLE_THINKING")) {
      wanted.put("CLAUDE_CODE_DISABLE_THINKING", "1");
      notes.add("Thinking is switched off, because the model cannot think.");
    }
  }
}
