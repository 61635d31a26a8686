package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.render.Templates;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plans a set-up for one process: what {@link SetupPlanner} would write into an empty folder, kept
 * in memory, and what of the user's own settings has to give way to it.
 */
public final class SessionPlanner {
  private static final NodePath ENV = NodePath.of("env");
  private static final String SETTINGS = "settings.json";
  private static final String HELPER = "apiKeyHelper";

  private final UserEnvironment environment;
  private final Catalog catalog;
  private final Templates templates;
  private final FileStore store;
  private final Redactor redactor;
  private final KeySource keys;
  private final Supplier<SecureRandom> random;
  private final LocalDate today;

  /**
   * @param store reads the user's files
   * @param keys standard input and the terminal
   * @param random source of the gateway's master key
   * @param today decides which models are gone
   */
  public SessionPlanner(
      UserEnvironment environment,
      Catalog catalog,
      Templates templates,
      FileStore store,
      Redactor redactor,
      KeySource keys,
      Supplier<SecureRandom> random,
      LocalDate today) {
    this.environment = environment;
    this.catalog = catalog;
    this.templates = templates;
    this.store = store;
    this.redactor = redactor;
    this.keys = keys;
    this.random = random;
    this.today = today;
  }

  /**
   * The set-up that was asked for.
   *
   * @param typed as for {@link SetupPlanner}; its client and port are not looked at
   * @param freePort for a gateway of this process alone; asked only where one is needed
   * @throws SetupException when an answer or a key is missing or wrong
   */
  public Session plan(SetupRequest typed, IntSupplier freePort)
      throws SetupException, ChangeRefusedException, CatalogException {
    SetupResolver resolver = new SetupResolver(catalog, today);
    Setup setup = resolver.resolve(typed);
    SetupRequest said = typed;
    if (setup.hasOwnGateway()) {
      said = typed.on(freePort.getAsInt());
      setup = resolver.resolve(said);
    }
    SettingsFiles files = SettingsFiles.of(environment, store);
    redactor.learnFrom(files.variables());
    Path nowhere = environment.workingDirectory().getRoot().resolve("ccproxy-session");
    SetupRequest request = said.into(nowhere.resolve(SETTINGS));
    UserEnvironment scratch =
        new UserEnvironment(
            withKnownKeys(setup, files), nowhere, environment.home(), environment.windows());
    SetupPlan plan =
        new SetupPlanner(
                scratch,
                catalog,
                templates,
                new FileStore(nowhere, nowhere),
                redactor,
                keys,
                random)
            .plan(request, setup);
    refuseMissingKey(setup, plan);
    Map<String, String> wanted = new LinkedHashMap<>();
    Map<String, Value> further = new LinkedHashMap<>();
    read(plan, wanted, further);
    return session(setup, wanted, further, files, gateway(plan));
  }

  /**
   * The set-up that the files of this folder and the user's settings make, with what has to differ
   * for this process.
   *
   * @param today what the client works with without us
   * @param changed variables that have to differ
   */
  public Session adapt(FolderSetup today, Map<String, String> changed) {
    SettingsFiles files = SettingsFiles.of(environment, store);
    redactor.learnFrom(today.variables());
    redactor.learnFrom(changed);
    Map<String, String> variables = new LinkedHashMap<>(today.envFile());
    variables.putAll(changed);
    Map<String, String> theirs = files.variables();
    Map<String, String> overrides = new LinkedHashMap<>();
    Set<String> shadows = new LinkedHashSet<>();
    for (Map.Entry<String, String> variable : changed.entrySet()) {
      String there = theirs.get(variable.getKey());
      if (there != null && !there.equals(variable.getValue())) {
        overrides.put(variable.getKey(), variable.getValue());
        for (SettingsFiles.File file : files.all()) {
          if (file.variables().containsKey(variable.getKey())) {
            shadows.add(file.shown());
          }
        }
      }
    }
    String model = today.variables().getOrDefault(Tier.MAIN.variable(), "");
    return new Session(
        (model.isEmpty()
                ? "the client's own model"
                : changed.getOrDefault(Tier.MAIN.variable(), model))
            + " at "
            + changed.getOrDefault("ANTHROPIC_BASE_URL", today.baseUrl()),
        variables,
        Set.of(),
        Map.of(),
        overrides,
        List.copyOf(shadows),
        null);
  }

  /**
   * A client of a gateway of ours whose files name models, while no settings name any.
   *
   * @param masterKey what the gateway wants to be shown; null where it wants nothing that we know
   * @param models that it serves; the first one is used for everything
   */
  public Session behind(String baseUrl, @Nullable String masterKey, List<String> models)
      throws SetupException, ChangeRefusedException, CatalogException {
    if (models.isEmpty()) {
      throw SetupException.usage(
          "model-missing",
          "The gateway's configuration names no model",
          "add --model NAME, or a model to the configuration: ccproxy init PROVIDER");
    }
    Map<String, String> variables = new LinkedHashMap<>(environment.variables());
    variables.put("LITELLM_API_KEY", masterKey == null ? Credential.NOT_NEEDED : masterKey);
    UserEnvironment known =
        new UserEnvironment(
            variables, environment.workingDirectory(), environment.home(), environment.windows());
    return new SessionPlanner(known, catalog, templates, store, redactor, keys, random, today)
        .plan(
            new SetupRequest(
                List.of(),
                List.of(models.get(0)),
                null,
                List.of(),
                List.of(),
                null,
                null,
                baseUrl,
                SetupPlanner.DEFAULT_PORT,
                List.of(),
                KeyPlace.VALUE,
                null,
                null,
                ClientChoice.NONE,
                false),
            () -> SetupPlanner.DEFAULT_PORT);
  }

  /**
   * The variables that name another model: the main one, and every tier that has the same.
   *
   * @param today what the client works with without us
   */
  public static Map<String, String> modelVariables(FolderSetup today, String model) {
    Map<String, String> changed = new LinkedHashMap<>();
    String main = today.variables().get(Tier.MAIN.variable());
    for (Tier tier : Tier.values()) {
      String there = today.variables().get(tier.variable());
      if (tier == Tier.MAIN || there == null || there.equals(main)) {
        changed.put(tier.variable(), model);
      }
    }
    return changed;
  }

  private static void refuseMissingKey(Setup setup, SetupPlan plan) throws SetupException {
    if (plan.missingKeys().isEmpty()) {
      return;
    }
    StringBuilder titles = new StringBuilder();
    StringBuilder variables = new StringBuilder();
    for (Service service : setup.services()) {
      if (service.provider().key().isNeeded()) {
        boolean first = titles.length() == 0;
        String title = setup.ownGateway() ? service.provider().title() : "the gateway";
        String variable = setup.ownGateway() ? service.keyVariable() : "LITELLM_API_KEY";
        titles.append(first ? "" : " or of ").append(title);
        variables.append(first ? "" : " and ").append(variable);
      }
    }
    throw SetupException.refused(
        "key-missing",
        "There is no key of " + titles + ": " + variables + " is not set",
        "export " + variables + " and run the same command again, or add --key-file FILE");
  }

  /**
   * The terminal's variables and the keys that an earlier {@code init} has put into files: a key of
   * the gateway's file, or the credential of the client's settings where it is for the same
   * address.
   */
  private Map<String, String> withKnownKeys(Setup setup, SettingsFiles files)
      throws ChangeRefusedException {
    Map<String, String> variables = new LinkedHashMap<>(environment.variables());
    Map<String, String> inSettings = files.variables();
    Map<String, String> inGateway = setup.hasOwnGateway() ? gatewayFile() : Map.of();
    for (Service service : setup.services()) {
      String name = service.keyVariable();
      String known =
          setup.route() == Route.DIRECT
              ? Credentials.earlier(
                  inSettings,
                  inSettings.get("ANTHROPIC_BASE_URL"),
                  setup.clientBaseUrl(),
                  Credentials.variable(service))
              : inGateway.get(name);
      if (known != null && !known.isEmpty() && environment.variable(name).isEmpty()) {
        variables.put(name, known);
      }
    }
    return variables;
  }

  private Map<String, String> gatewayFile() throws ChangeRefusedException {
    byte[] bytes = store.read(environment.workingDirectory().resolve(SetupPlanner.GATEWAY_ENV));
    if (bytes == null) {
      return Map.of();
    }
    try {
      Map<String, String> variables =
          Documents.texts(EnvDocument.parse(SetupPlanner.GATEWAY_ENV, bytes).root());
      redactor.learnFrom(variables);
      return variables;
    } catch (DocumentException e) {
      // Only a source of keys here; whoever starts from it is told.
      return Map.of();
    }
  }

  private static void read(
      SetupPlan plan, Map<String, String> variables, Map<String, Value> further) {
    try {
      JsonDocument settings = JsonDocument.parse(SETTINGS, after(plan, SETTINGS));
      variables.putAll(Documents.texts(settings.find(ENV).orElse(null)));
      if (settings.root() instanceof Node.Mapping mapping) {
        for (Node.Entry entry : mapping.entries()) {
          if (!entry.key().equals("env") && !entry.key().equals("$schema")) {
            further.put(entry.key(), Value.of(entry.value()));
          }
        }
      }
    } catch (DocumentException e) {
      throw new IllegalStateException("settings that were just written cannot be read", e);
    }
  }

  private static Session.@Nullable Gateway gateway(SetupPlan plan) {
    byte[] env = after(plan, SetupPlanner.GATEWAY_ENV);
    if (env.length == 0) {
      return null;
    }
    try {
      return new Session.Gateway(
          after(plan, SetupPlanner.CONFIG),
          Documents.texts(EnvDocument.parse(SetupPlanner.GATEWAY_ENV, env).root()));
    } catch (DocumentException e) {
      throw new IllegalStateException("a file that was just written cannot be read", e);
    }
  }

  private static byte[] after(SetupPlan plan, String name) {
    for (FileChange file : plan.change().files()) {
      byte[] bytes = file.after();
      if (file.path().endsWith(name) && bytes != null) {
        return bytes;
      }
    }
    return new byte[0];
  }

  private Session session(
      Setup setup,
      Map<String, String> wanted,
      Map<String, Value> further,
      SettingsFiles files,
      Session.@Nullable Gateway gateway)
      throws CatalogException {
    Set<String> removed = new LinkedHashSet<>();
    Map<String, String> variables = new LinkedHashMap<>(wanted);
    StaleSettings terminal = new StaleSettings(environment.variables(), wanted, setup);
    removed.addAll(terminal.variables(catalog));
    String headers = terminal.headersForNewAddress();
    if (headers != null) {
      variables.put("ANTHROPIC_CUSTOM_HEADERS", headers);
    }
    Map<String, String> theirs = files.variables();
    StaleSettings stale = new StaleSettings(theirs, wanted, setup);
    Map<String, String> overrides = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : wanted.entrySet()) {
      String there = theirs.get(variable.getKey());
      if (there != null && !there.equals(variable.getValue())) {
        overrides.put(variable.getKey(), variable.getValue());
      }
    }
    for (String name : stale.variables(catalog)) {
      // In an env block an empty value takes away what a file of lower rank sets.
      overrides.put(name, "");
    }
    if (stale.fableIsStale()) {
      overrides.put(StaleSettings.FABLE, setup.model(Tier.OPUS).clientName());
    }
    String theirHeaders = stale.headersForNewAddress();
    if (theirHeaders != null) {
      overrides.put("ANTHROPIC_CUSTOM_HEADERS", theirHeaders);
    }
    Set<String> shadows = new LinkedHashSet<>();
    for (SettingsFiles.File file : files.all()) {
      for (String name : overrides.keySet()) {
        if (file.variables().containsKey(name)) {
          shadows.add(file.shown());
        }
      }
    }
    SettingsFiles.File helper = files.withKey(HELPER);
    if (helper != null && !further.containsKey(HELPER)) {
      // Its output would be sent along as x-api-key; an empty command switches it off (2.1.330).
      further.put(HELPER, Value.of(""));
      shadows.add(helper.shown());
    }
    return new Session(
        summary(setup), variables, removed, further, overrides, List.copyOf(shadows), gateway);
  }

  private static String summary(Setup setup) {
    Set<String> titles = new LinkedHashSet<>();
    for (Service service : setup.services()) {
      titles.add(service.provider().title());
    }
    return setup.model(Tier.MAIN).clientName()
        + " of "
        + String.join(", ", titles)
        + (setup.route() == Route.DIRECT ? " at " + setup.clientBaseUrl() : " through LiteLLM");
  }
}
