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
import dev.ccproxy.config.BaseUrl;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
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
  private static final int SHOWN = 12;

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

  /**
   * @param today decides which models are gone
   */
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
   * @param answers of the last set-up
   * @throws SetupException when nobody serves what was asked for, or a file does not allow the
   *     change
   */
  public Outcome plan(UseRequest request, Answers answers)
      throws SetupException, ChangeRefusedException, CatalogException {
    ClientChoice choice = request.client().isNone() ? answers.client() : request.client();
    ClientTarget target = ClientTarget.of(choice, atHome(answers, choice));
    ClientFile file =
        ClientFile.of(
            target,
            target.file(),
            store.read(target.file()),
            environment,
            request.mayRepair(),
            templates);
    redactor.learnFrom(file.variables());
    Run run = new Run(request, answers, choice, target, file);
    String base = file.variables().get("ANTHROPIC_BASE_URL");
    if (base == null || base.isEmpty()) {
      return run.first();
    }
    return run.from(CurrentSetup.of(base, gateway(base, answers), answers, catalog));
  }

  /** claude-code-haha's file lies in the folder of the set-up, wherever the user is now. */
  private UserEnvironment atHome(Answers answers, ClientChoice choice) {
    Path folder = answers.folder();
    return choice.client() == ClientKind.HAHA && folder != null
        ? new UserEnvironment(
            environment.variables(), folder, environment.home(), environment.windows())
        : environment;
  }

  /**
   * The entries of our gateway's configuration, if the client talks to a gateway on this machine.
   */
  private @Nullable List<GatewayConfig.Deployment> gateway(String base, Answers answers)
      throws SetupException, ChangeRefusedException {
    if (!BaseUrl.isLoopback(base) || answers.hasForeignGateway()) {
      return null;
    }
    // A local model server is no gateway, even with a configuration of one lying beside it.
    boolean setUpDirect = base.equals(answers.clientBase()) && !answers.hasOwnGateway();
    if (setUpDirect || catalog.usable(base).stream().anyMatch(p -> p.isDirectAt(base))) {
      return null;
    }
    Path folder = answers.folder();
    Path config =
        (folder == null ? environment.workingDirectory() : folder).resolve(SetupPlanner.CONFIG);
    byte[] bytes = store.read(config);
    return bytes == null
        ? null
        : GatewayConfig.of(environment.shorten(config), bytes, 0, templates).deployments();
  }

  /** One switch: what was asked for and what is there. */
  private final class Run {
    private final UseRequest request;
    private final Answers answers;
    private final ClientChoice choice;
    private final ClientTarget target;
    private final ClientFile file;
    private final Map<String, String> variables;

    Run(
        UseRequest request,
        Answers answers,
        ClientChoice choice,
        ClientTarget target,
        ClientFile file) {
      this.request = request;
      this.answers = answers;
      this.choice = choice;
      this.target = target;
      this.file = file;
      this.variables = file.variables();
    }

    Outcome first() throws SetupException, CatalogException {
      if (catalog.provider(request.target()).isPresent()) {
        return init(List.of(request.target()), List.of());
      }
      throw SetupException.refused(
          "nothing-set-up",
          "Nothing is set up yet: "
              + environment.shorten(target.file())
              + " names no endpoint (ANTHROPIC_BASE_URL)",
          "run ccproxy init PROVIDER first");
    }

    Outcome from(CurrentSetup current)
        throws SetupException, ChangeRefusedException, CatalogException {
      Map<Tier, String> names = new EnumMap<>(Tier.class);
      Optional<Provider> provider = catalog.provider(request.target());
      if (provider.isPresent()) {
        Map<Tier, String> served = servedTiers(provider.get(), current);
        if (served.isEmpty()) {
          return toProvider(provider.get(), current);
        }
        for (Map.Entry<Tier, String> tier : served.entrySet()) {
          if (request.tier() == null || request.tier() == tier.getKey()) {
            names.put(tier.getKey(), tier.getValue());
          }
        }
        return new Outcome.Switch(switchPlan(current, names));
      }
      String name = served(request.target(), current);
      if (name == null) {
        return elsewhere(current);
      }
      for (Tier tier : tiersToSwitch()) {
        names.put(tier, name);
      }
      return new Outcome.Switch(switchPlan(current, names));
    }

    /** The name of a model at the endpoint of today; null where it is not served there. */
    private @Nullable String served(String typed, CurrentSetup current)
        throws SetupException, CatalogException {
      if (current.gateway() != null) {
        return servedBehindGateway(typed, current.gateway());
      }
      if (current.direct() == null) {
        // Nobody knows what an unknown endpoint serves; its user does.
        return typed;
      }
      Provider provider = current.direct().provider();
      String prefix = provider.id() + "/";
      boolean named = typed.startsWith(prefix) && !provider.vendorSlashIds();
      String id = named ? typed.substring(prefix.length()) : typed;
      boolean listed = provider.model(Model.withoutSuffix(id)).isPresent();
      if (!listed && !named && !mayServe(provider, id)) {
        return null;
      }
      ModelNames names = new ModelNames(List.of(current.direct()), today, null, null);
      return names.find(listed ? Model.withoutSuffix(id) : prefix + id).clientName();
    }

    /**
     * {@code deepseek/deepseek-flash} at Ollama means the provider deepseek; at OpenRouter it is an
     * id.
     */
    private boolean mayServe(Provider provider, String id) throws CatalogException {
      int slash = id.indexOf('/');
      boolean otherProvider = slash > 0 && catalog.provider(id.substring(0, slash)).isPresent();
      return provider.openModels() && (provider.vendorSlashIds() ? slash > 0 : !otherProvider);
    }

    private @Nullable String servedBehindGateway(
        String typed, List<GatewayConfig.Deployment> gateway) throws CatalogException {
      for (GatewayConfig.Deployment deployment : gateway) {
        if (deployment.name().equals(typed)) {
          return typed;
        }
      }
      int slash = typed.indexOf('/');
      Optional<Provider> provider =
          slash > 0 ? catalog.provider(typed.substring(0, slash)) : Optional.empty();
      for (GatewayConfig.Deployment deployment : gateway) {
        boolean meant =
            provider.isPresent()
                && CurrentSetup.serves(provider.get(), deployment)
                && deployment.model().endsWith(typed.substring(slash));
        if (meant) {
          return deployment.name();
        }
      }
      for (GatewayConfig.Deployment deployment : gateway) {
        String pattern = deployment.name();
        if (provider.isEmpty()
            && pattern.endsWith("*")
            && typed.startsWith(pattern.substring(0, pattern.length() - 1))) {
          return typed;
        }
      }
      return null;
    }

    /**
     * The default models of a provider under their names here; empty where one of them is not
     * served.
     */
    private Map<Tier, String> servedTiers(Provider provider, CurrentSetup current)
        throws SetupException, CatalogException {
      Map<Tier, String> names = new EnumMap<>(Tier.class);
      boolean here =
          current.direct() != null && current.direct().provider().id().equals(provider.id());
      for (Map.Entry<Tier, String> tier : provider.tiers().entrySet()) {
        String name = null;
        if (current.gateway() != null) {
          name = servedBehindGateway(provider.id() + "/" + tier.getValue(), current.gateway());
        } else if (here) {
          name = served(tier.getValue(), current);
        }
        if (name == null) {
          return Map.of();
        }
        names.put(tier.getKey(), name);
      }
      return names;
    }

    private List<Tier> tiersToSwitch() {
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

    private boolean canShareGateway(Provider provider, CurrentSetup current) {
      return current.gateway() != null
          && !answers.providers().isEmpty()
          && provider.litellm() != null;
    }

    private Outcome toProvider(Provider provider, CurrentSetup current) throws SetupException {
      if (request.tier() == null) {
        return init(List.of(provider.id()), List.of());
      }
      String model = provider.tiers().get(request.tier());
      if (model == null || !canShareGateway(provider, current)) {
        throw SetupException.usage(
            "tier-not-there",
            "One tier alone cannot go to "
                + provider.title()
                + ": the client has one endpoint, and today that is "
                + current.baseUrl(),
            "set both up behind one gateway: ccproxy init PROVIDER " + provider.id());
      }
      return init(withLast(provider.id()), models(provider.id() + "/" + model, current));
    }

    private Outcome elsewhere(CurrentSetup current) throws SetupException, CatalogException {
      String typed = request.target();
      int slash = typed.indexOf('/');
      Optional<Provider> named =
          slash > 0 ? catalog.provider(typed.substring(0, slash)) : Optional.empty();
      if (named.isPresent() && canShareGateway(named.get(), current)) {
        return init(withLast(named.get().id()), models(typed, current));
      }
      if (named.isPresent() && request.tier() != null) {
        return toProvider(named.get(), current);
      }
      if (named.isPresent()) {
        return init(List.of(named.get().id()), List.of(typed));
      }
      for (Provider provider : current.gateway() == null ? List.<Provider>of() : current.known()) {
        if (provider.model(typed).isPresent()) {
          return init(answers.providers(), models(provider.id() + "/" + typed, current));
        }
      }
      throw notServed(current);
    }

    private List<String> withLast(String id) {
      Set<String> providers = new LinkedHashSet<>(answers.providers());
      providers.add(id);
      return new ArrayList<>(providers);
    }

    /**
     * The tiers that switch get the new model, the others keep theirs, and nobody's models get
     * lost.
     */
    private List<String> models(String model, CurrentSetup current) {
      List<Tier> switched = tiersToSwitch();
      Set<String> models = new LinkedHashSet<>();
      for (Tier tier : Tier.values()) {
        ModelChoice kept = current.choice(variables.getOrDefault(tier.variable(), ""));
        if (switched.contains(tier)) {
          models.add(tier.word() + "=" + model);
        } else if (current.known().contains(kept.service().provider())) {
          models.add(tier.word() + "=" + kept.service().provider().id() + "/" + kept.model().id());
        }
      }
      // A custom server has no defaults that could speak for it.
      for (GatewayConfig.Deployment deployment :
          current.gateway() == null ? List.<GatewayConfig.Deployment>of() : current.gateway()) {
        ModelChoice there = current.choice(deployment.name());
        if (there.service().provider().isCustom()
            && current.known().contains(there.service().provider())) {
          models.add(there.service().provider().id() + "/" + there.model().id());
        }
      }
      return new ArrayList<>(models);
    }

    private SetupException notServed(CurrentSetup current) {
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
      String nearest =
          Nearest.of(request.target(), all).map(n -> "did you mean " + n + "? ").orElse("");
      return SetupException.usage(
          "model-not-served",
          "The endpoint of today ("
              + current.baseUrl()
              + ") serves no model \""
              + request.target()
              + "\", and there is no provider of that name",
          nearest
              + "It serves: "
              + String.join(", ", served.size() > SHOWN ? served.subList(0, SHOWN) : served)
              + ". Another provider: ccproxy use PROVIDER/MODEL");
    }

    private Outcome init(List<String> providers, List<String> models) throws SetupException {
      Path folder = answers.folder();
      if (answers.hasOwnGateway()
          && folder != null
          && !folder.equals(environment.workingDirectory())) {
        throw SetupException.refused(
            "set-up-lies-elsewhere",
            "The gateway of last time lies in "
                + environment.shorten(folder)
                + ", and this is not in its configuration",
            "change to that folder, or run ccproxy init " + String.join(" ", providers) + " here");
      }
      return new Outcome.Init(
          answers.request(providers, models, request.port(), choice, request.mayRepair()));
    }

    private SetupPlan switchPlan(CurrentSetup current, Map<Tier, String> names)
        throws SetupException, ChangeRefusedException {
      Map<Tier, ModelChoice> tiers = new EnumMap<>(Tier.class);
      Set<Service> services = new LinkedHashSet<>();
      for (Tier tier : Tier.values()) {
        String before =
            variables.getOrDefault(
                tier.variable(), variables.getOrDefault(Tier.MAIN.variable(), ""));
        String name =
            names.getOrDefault(tier, before.isEmpty() ? names.values().iterator().next() : before);
        ModelChoice model = current.choice(name);
        tiers.put(tier, model);
        services.add(model.service());
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
      lowerLimits(setup, wanted, notes);
      List<Change> changes = new ArrayList<>(file.set(wanted));
      Map<String, String> overrides = ClientVariables.modelOverrides(setup);
      if (file.isSettings()
          && (!overrides.isEmpty()
              || file.document().find(NodePath.of("modelOverrides")).isPresent())) {
        changes.addAll(
            new StaleSettings(variables, wanted, setup).overrides(file.document(), overrides));
      }
      notes.addAll(new Shadow(environment, store).notes(target, wanted));
      boolean secret =
          !variables.getOrDefault(Credential.TOKEN, "").isEmpty()
              || !variables.getOrDefault(Credential.API_KEY, "").isEmpty();
      FileChange change =
          new FileChange(target.file(), store.read(target.file()), file.apply(changes), secret);
      String title =
          "use "
              + request.target()
              + (request.tier() == null ? "" : " --tier " + request.tier().word());
      return new SetupPlan(
          new ChangePlan(title, List.of(change), answers.texts()), notes, List.of(), List.of());
    }

    /** A limit that the new model does not have would break the first long answer. */
    private void lowerLimits(Setup setup, Map<String, String> wanted, List<String> notes) {
      ClientVariables.limits(setup)
          .forEach(
              (name, value) -> {
                Long was = StaleSettings.number(variables.get(name));
                Long now = StaleSettings.number(value);
                boolean output = name.equals("CLAUDE_CODE_MAX_OUTPUT_TOKENS");
                long assumed =
                    output ? ClientVariables.DEFAULT_OUTPUT : ClientVariables.ASSUMED_CONTEXT;
                if (now != null && (was == null ? assumed : was) > now) {
                  wanted.put(name, value);
                  notes.add(name + " is set to " + value + ", the most that the model can take.");
                }
              });
      boolean cannotThink = Boolean.FALSE.equals(setup.model(Tier.MAIN).model().thinking());
      boolean asked = !variables.containsKey("CLAUDE_CODE_DISABLE_THINKING");
      if (setup.route() == Route.DIRECT && cannotThink && asked && !ClientVariables.thinks(setup)) {
        wanted.put("CLAUDE_CODE_DISABLE_THINKING", "1");
        notes.add("Thinking is switched off, because the model cannot think.");
      }
    }
  }
}
