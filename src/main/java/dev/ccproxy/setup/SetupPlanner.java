package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.render.Templates;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the files of a set-up: reads what is there, puts the set-up in, changes nothing itself. */
public final class SetupPlanner {
  private static final String CONFIG = "litellm_config.yaml";
  private static final String GATEWAY_ENV = "litellm.env";

  private final UserEnvironment environment;
  private final Catalog catalog;
  private final Templates templates;
  private final FileStore store;
  private final Redactor redactor;
  private final Keys keys;
  private final LiteLlmFacts facts;

  /**
   * @param keySource standard input and the terminal
   * @param random source of new master keys
   */
  public SetupPlanner(
      UserEnvironment environment,
      Catalog catalog,
      Templates templates,
      FileStore store,
      Redactor redactor,
      KeySource keySource,
      SecureRandom random) {
    this.environment = environment;
    this.catalog = catalog;
    this.templates = templates;
    this.store = store;
    this.redactor = redactor;
    this.keys = new Keys(catalog, environment, keySource, redactor, random);
    this.facts = LiteLlmFacts.packaged();
  }

  /**
   * The plan of a set-up.
   *
   * @throws SetupException when an answer or a file does not allow it
   * @throws ChangeRefusedException when a target cannot be read
   * @throws CatalogException when a provider file cannot be used
   */
  public SetupPlan plan(SetupRequest request, Setup resolved)
      throws SetupException, ChangeRefusedException, CatalogException {
    Draft draft = new Draft(request, resolved);
    Map<String, String> keyFiles =
        SetupResolver.perProvider(request.keyFiles(), request.providers(), "--key-file");
    Setup setup = resolved;
    Credential credential;
    if (setup.route() == Route.LITELLM && setup.ownGateway()) {
      GatewayConfig config =
          GatewayConfig.of(shown(configPath()), read(configPath()), request.port(), templates);
      setup = renamed(setup, config.freeNames(setup.allModels()));
      credential = gatewayFiles(draft, setup, config, keyFiles, request);
    } else if (setup.route() == Route.LITELLM) {
      credential = foreignGateway(draft, keyFiles.get(keyFileOwner(request)), request);
    } else {
      credential = directCredential(draft, setup, keyFiles.get(keyFileOwner(request)), request);
    }
    clientFiles(draft, setup, credential, request);
    draft.files.addAll(new IgnoreRules(environment, store).changes(draft.files));
    return draft.finish(setup);
  }

  private static String keyFileOwner(SetupRequest request) {
    return request.providers().isEmpty() ? "gateway" : request.providers().get(0);
  }

  /** What is collected on the way. */
  private final class Draft {
    private final SetupRequest request;
    private final List<FileChange> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private final String clientBase;

    Draft(SetupRequest request, Setup setup) {
      this.request = request;
      this.clientBase = setup.clientBaseUrl();
      notes.addAll(setup.notes());
    }

    String clientBase() {
      return clientBase;
    }

    void file(Path path, byte[] after, boolean secret) throws ChangeRefusedException {
      files.add(new FileChange(path, read(path), after, secret));
    }

    SetupPlan finish(Setup setup) {
      boolean gateway = setup.ownGateway() && setup.route() == Route.LITELLM;
      List<String> next =
          NextSteps.of(
              environment,
              facts,
              gateway ? "./" + CONFIG : null,
              gateway ? "./" + GATEWAY_ENV : null,
              request.port(),
              startClient(request));
      String title =
          "init "
              + String.join(
                  " ",
                  request.providers().isEmpty() ? List.of("--gateway-url") : request.providers());
      return new SetupPlan(
          new ChangePlan(
              title,
              files,
              Answers.of(request, environment.workingDirectory(), setup.clientBaseUrl())),
          notes,
          next,
          missing);
    }
  }

  private byte @Nullable [] read(Path path) throws ChangeRefusedException {
    return store.read(path);
  }

  private String shown(Path path) {
    return environment.shorten(path);
  }

  private Path configPath() {
    return environment.workingDirectory().resolve(CONFIG);
  }

  private Path gatewayEnvPath() {
    return environment.workingDirectory().resolve(GATEWAY_ENV);
  }

  private static Setup renamed(Setup setup, Map<ModelChoice, String> names) {
    Map<Tier, ModelChoice> tiers = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      ModelChoice choice = setup.model(tier);
      tiers.put(tier, choice.named(names.getOrDefault(choice, choice.clientName())));
    }
    List<ModelChoice> others = new ArrayList<>();
    for (ModelChoice choice : setup.others()) {
      others.add(choice.named(names.getOrDefault(choice, choice.clientName())));
    }
    return new Setup(
        setup.route(),
        setup.services(),
        tiers,
        others,
        setup.clientBaseUrl(),
        setup.ownGateway(),
        setup.notes());
  }

  private Credential gatewayFiles(
      Draft draft,
      Setup setup,
      GatewayConfig config,
      Map<String, String> keyFiles,
      SetupRequest request)
      throws SetupException, ChangeRefusedException, CatalogException {
    GatewayEnv env = GatewayEnv.of(shown(gatewayEnvPath()), read(gatewayEnvPath()), templates);
    Map<String, String> there = env.variables();
    redactor.learnFrom(there);
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Service service : setup.services()) {
      String variable = service.keyVariable();
      String id =
          service.provider().origin().equals("command line")
              ? CustomProvider.ID
              : service.provider().id();
      Optional<Secret> key =
          keys.provider(service.provider(), keyFiles.get(id), there.get(variable));
      if (key.isPresent()) {
        wanted.put(variable, key.get().reveal());
      } else if (service.provider().key().optional()) {
        wanted.put(variable, Credential.NOT_NEEDED);
      } else {
        draft.missing.add(
            "The key of "
                + service.provider().title()
                + " is missing: add a line "
                + variable
                + "=... to "
                + shown(gatewayEnvPath())
                + " (or export "
                + variable
                + " and run the same command again).");
      }
    }
    String masterVariable = config.masterKeyVariable();
    Optional<String> literal = config.literalMasterKey(facts);
    Secret master;
    if (literal.isPresent()) {
      redactor.learn(masterVariable, literal.get());
      master = new Secret(masterVariable, literal.get());
    } else {
      master = keys.master(masterVariable, there, facts);
      wanted.put(masterVariable, master.reveal());
    }
    // Otherwise a .env above LiteLLM's installation, such as the client's in the same project,
    // would be loaded.
    wanted.put("LITELLM_MODE", "PRODUCTION");
    draft.file(configPath(), config.with(setup, facts), literal.isPresent());
    draft.notes.addAll(config.notes());
    draft.file(gatewayEnvPath(), env.with(wanted), true);
    if (request.keyPlace() == KeyPlace.HELPER) {
      String file = NextSteps.quoted(gatewayEnvPath().toString());
      return new Credential(
          Credential.TOKEN, "", ". " + file + " && printf %s \"$" + masterVariable + "\"");
    }
    return new Credential(Credential.TOKEN, master.reveal(), null);
  }

  private Credential foreignGateway(Draft draft, @Nullable String keyFile, SetupRequest request)
      throws SetupException, ChangeRefusedException {
    ClientFile target = clientFile(credentialTarget(request), request);
    String earlier = earlierCredential(target, Credential.TOKEN, draft);
    if (request.keyPlace() == KeyPlace.HELPER) {
      return new Credential(Credential.TOKEN, "", helper(keyFile, "LITELLM_API_KEY"));
    }
    Optional<Secret> key = keys.foreignGateway(keyFile, earlier);
    if (key.isEmpty()) {
      draft.missing.add(
          missingInClient("The key of the gateway", "LITELLM_API_KEY", Credential.TOKEN, request));
    }
    return new Credential(
        Credential.TOKEN,
        key.map(Secret::reveal).orElse(Credential.MISSING + "LITELLM_API_KEY"),
        null);
  }

  private Credential directCredential(
      Draft draft, Setup setup, @Nullable String keyFile, SetupRequest request)
      throws SetupException, ChangeRefusedException, CatalogException {
    Service service = setup.services().get(0);
    String variable =
        service.provider().direct() == null
            ? Credential.TOKEN
            : service.provider().direct().credential();
    String keyVariable = service.keyVariable();
    if (request.keyPlace() == KeyPlace.HELPER) {
      if (service.provider().key().value() != null) {
        return new Credential(variable, service.provider().key().value(), null);
      }
      return new Credential(variable, "", helper(keyFile, keyVariable));
    }
    ClientFile target = clientFile(credentialTarget(request), request);
    Optional<Secret> key =
        keys.provider(service.provider(), keyFile, earlierCredential(target, variable, draft));
    if (key.isPresent()) {
      return new Credential(variable, key.get().reveal(), null);
    }
    if (service.provider().key().optional()) {
      return new Credential(variable, Credential.NOT_NEEDED, null);
    }
    draft.missing.add(
        missingInClient(
            "The key of " + service.provider().title(), keyVariable, variable, request));
    return new Credential(variable, Credential.MISSING + keyVariable, null);
  }

  private String missingInClient(
      String what, String keyVariable, String clientVariable, SetupRequest request)
      throws SetupException {
    return what
        + " is missing: export "
        + keyVariable
        + " and run the same command again, or put it in place of "
        + Credential.MISSING
        + keyVariable
        + " as "
        + clientVariable
        + " in "
        + shown(credentialTarget(request))
        + ".";
  }

  private String helper(@Nullable String keyFile, String keyVariable) throws SetupException {
    if (keyFile == null) {
      return "printenv " + keyVariable;
    }
    if (keyFile.equals("-")) {
      throw SetupException.usage(
          "helper-needs-a-file",
          "A helper reads the key at run time, when standard input is gone",
          "give --key-file FILE, or leave it out to use the variable " + keyVariable);
    }
    return "cat " + NextSteps.quoted(environment.resolve(keyFile).toString());
  }

  /** A key of an earlier run, if it belongs to the same address: a key goes to no other origin. */
  private @Nullable String earlierCredential(ClientFile file, String variable, Draft draft) {
    Map<String, String> there = file.variables();
    redactor.learnFrom(there);
    String key = there.get(variable);
    String base = there.get("ANTHROPIC_BASE_URL");
    boolean usable =
        key != null && !key.startsWith(Credential.MISSING) && !key.equals(Credential.NOT_NEEDED);
    if (!usable) {
      return null;
    }
    return base == null || !base.equals(draft.clientBase()) ? null : key;
  }

  private void clientFiles(Draft draft, Setup setup, Credential credential, SetupRequest request)
      throws SetupException, ChangeRefusedException, CatalogException {
    Path target = clientTarget(request);
    ClientFile file = clientFile(target, request);
    redactor.learnFrom(file.variables());
    draft.notes.addAll(file.notes());
    if (!file.isSettings() && credential.helper() != null) {
      throw SetupException.usage(
          "helper-needs-settings",
          "Only a settings file can name a helper",
          "leave --key helper out, or write settings with --scope");
    }
    if (!file.isSettings() && !ClientVariables.modelOverrides(setup).isEmpty()) {
      draft.notes.add(
          "The endpoint refuses what the client sends to models that it does not know; the cure (modelOverrides) can only stand in a settings file, not in "
              + shown(target)
              + ".");
    }
    Map<String, String> wanted =
        ClientVariables.of(setup, environment, file.variables().get("NO_PROXY"));
    boolean shared =
        request.scope() == SettingsScope.PROJECT
            && request.settings() == null
            && request.envFile() == null;
    boolean secret = !shared && credential.helper() == null;
    draft.file(
        target, file.with(setup, wanted, shared ? null : credential, catalog, environment), secret);
    if (shared) {
      Path local = credentialTarget(request);
      ClientFile privateFile = clientFile(local, request);
      redactor.learnFrom(privateFile.variables());
      draft.notes.addAll(privateFile.notes());
      draft.file(local, privateFile.withCredential(credential), credential.helper() == null);
    }
    boolean outranksAll = request.settings() != null && !isScopeFile(request.settings());
    if (!outranksAll) {
      noteShadows(draft, wanted, target, shared);
    }
  }

  /** A file of higher rank that sets the same variables wins over what is written. */
  private void noteShadows(Draft draft, Map<String, String> wanted, Path target, boolean shared)
      throws ChangeRefusedException {
    for (SettingsScope scope : SettingsScope.values()) {
      Path other = scope.file(environment);
      if (other == null || other.equals(target)) {
        // Files behind the target in this order are of lower rank; an env file has them all above
        // it.
        if (other != null) {
          return;
        }
        continue;
      }
      if (shared && scope == SettingsScope.LOCAL) {
        continue;
      }
      byte[] bytes = read(other);
      if (bytes == null) {
        continue;
      }
      Shadow.find(shown(other), bytes, wanted).ifPresent(draft.notes::add);
    }
  }

  private ClientFile clientFile(Path path, SetupRequest request)
      throws SetupException, ChangeRefusedException {
    boolean env = path.equals(request.envFile()) || isHaha(request);
    return env
        ? ClientFile.env(shown(path), read(path), NextSteps.sourced(shown(path)), templates)
        : ClientFile.settings(shown(path), read(path), request.mayRepair(), templates);
  }

  private static boolean isHaha(SetupRequest request) {
    return request.client() == ClientKind.HAHA
        && request.settings() == null
        && request.scope() == null;
  }

  private Path clientTarget(SetupRequest request) throws SetupException {
    if (request.envFile() != null) {
      return request.envFile();
    }
    if (request.settings() != null) {
      return request.settings();
    }
    if (isHaha(request)) {
      return environment.workingDirectory().resolve(".env");
    }
    SettingsScope scope = request.scope() == null ? SettingsScope.USER : request.scope();
    Path file = scope.file(environment);
    if (file == null) {
      throw SetupException.refused(
          "no-home",
          "There is no home folder: neither HOME nor CLAUDE_CONFIG_DIR is set",
          "set HOME, or use --scope local, --settings FILE or --env-file");
    }
    return file;
  }

  /** Where the credential goes: beside a shared file into the private one. */
  private Path credentialTarget(SetupRequest request) throws SetupException {
    if (request.scope() == SettingsScope.PROJECT
        && request.settings() == null
        && request.envFile() == null) {
      Path local = SettingsScope.LOCAL.file(environment);
      if (local == null) {
        throw new IllegalStateException("the local scope always has a file");
      }
      return local;
    }
    return clientTarget(request);
  }

  private String startClient(SetupRequest request) {
    if (request.client() == ClientKind.HAHA) {
      return "./bin/claude-haha";
    }
    if (request.envFile() != null) {
      return "(set -a; . "
          + NextSteps.quoted(NextSteps.sourced(shown(request.envFile())))
          + "; set +a; exec claude)";
    }
    if (request.settings() != null && !isScopeFile(request.settings())) {
      return "claude --settings " + NextSteps.quoted(request.settings().toString());
    }
    return "claude";
  }

  private boolean isScopeFile(Path settings) {
    for (SettingsScope scope : SettingsScope.values()) {
      if (settings.equals(scope.file(environment))) {
        return true;
      }
    }
    return false;
  }
}
