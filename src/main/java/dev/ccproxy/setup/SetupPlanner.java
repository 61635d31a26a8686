package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.ShellWord;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.render.Templates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plans the files of a set-up: reads what is there, puts the set-up in, changes nothing itself. */
public final class SetupPlanner {
  /** Port of our own gateway unless told otherwise: LiteLLM's own. */
  public static final int DEFAULT_PORT = 4000;

  static final String CONFIG = "litellm_config.yaml";
  static final String GATEWAY_ENV = "litellm.env";

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
      Supplier<SecureRandom> random) {
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
   */
  public SetupPlan plan(SetupRequest request, Setup resolved)
      throws SetupException, ChangeRefusedException {
    ClientTarget target = ClientTarget.of(request.client(), environment);
    Map<String, String> keyFiles =
        SetupResolver.perProvider(request.keyFiles(), request.providers(), "--key-file");
    Credentials credentials = new Credentials(environment, keys);
    List<FileChange> files = new ArrayList<>();
    List<String> notes = new ArrayList<>(resolved.notes());
    Setup setup = resolved;
    Credential credential;
    if (setup.hasOwnGateway()) {
      GatewayConfig config =
          GatewayConfig.of(
              environment.shorten(inFolder(CONFIG)),
              store.read(inFolder(CONFIG)),
              request.port(),
              templates);
      setup = renamed(setup, config.freeNames(setup.allModels()));
      notes.addAll(config.notes(setup));
      credential = gatewayFiles(setup, config, credentials, keyFiles, request, files, notes);
    } else {
      ClientFile privateFile = read(target, target.credentialFile(), request);
      Map<String, String> there = privateFile.variables();
      redactor.learnFrom(there);
      String formerBase =
          read(target, target.file(), request).variables().get("ANTHROPIC_BASE_URL");
      Service service = setup.services().get(0);
      boolean foreign = !setup.ownGateway();
      String variable = foreign ? Credential.TOKEN : Credentials.variable(service);
      String earlier = Credentials.earlier(there, formerBase, setup.clientBaseUrl(), variable);
      String shown = environment.shorten(target.credentialFile());
      String keyFile =
          keyFiles.get(
              request.providers().isEmpty() ? CustomProvider.GATEWAY : request.providers().get(0));
      credential =
          foreign
              ? credentials.foreignGateway(request, keyFile, earlier, shown)
              : credentials.direct(service, request, keyFile, earlier, shown);
    }
    clientFiles(setup, target, credential, request, files, notes);
    IgnoreRules ignore = new IgnoreRules(environment, store);
    files.addAll(ignore.changes(files));
    notes.addAll(ignore.notes());
    List<String> next =
        new NextSteps(environment, facts).of(setup, target, CONFIG, GATEWAY_ENV, request.port());
    String title =
        "init "
            + String.join(
                " ",
                request.providers().isEmpty() ? List.of("--gateway-url") : request.providers());
    Map<String, String> answers = Answers.of(request, environment.workingDirectory(), setup);
    return new SetupPlan(new ChangePlan(title, files, answers), notes, next, credentials.missing());
  }

  private Path inFolder(String name) {
    return environment.workingDirectory().resolve(name);
  }

  private ClientFile read(ClientTarget target, Path file, SetupRequest request)
      throws SetupException, ChangeRefusedException {
    return ClientFile.of(
        target, file, store.read(file), environment, request.mayRepair(), templates);
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
    return setup.with(tiers, others, setup.notes());
  }

  private Credential gatewayFiles(
      Setup setup,
      GatewayConfig config,
      Credentials credentials,
      Map<String, String> keyFiles,
      SetupRequest request,
      List<FileChange> files,
      List<String> notes)
      throws SetupException, ChangeRefusedException {
    Path envFile = inFolder(GATEWAY_ENV);
    GatewayEnv env = GatewayEnv.of(environment.shorten(envFile), store.read(envFile), templates);
    notes.addAll(env.notes());
    Map<String, String> there = env.variables();
    redactor.learnFrom(there);
    for (Service service : setup.services()) {
      config.refuseSharedKey(service);
    }
    Map<String, String> wanted =
        new LinkedHashMap<>(
            credentials.providerKeys(setup, keyFiles, there, environment.shorten(envFile)));
    String masterVariable = config.masterKeyVariable();
    Optional<String> literal = config.literalMasterKey(facts);
    Secret master =
        literal.isPresent()
            ? new Secret(masterVariable, literal.get())
            : keys.master(masterVariable, there, facts);
    redactor.learn(master);
    boolean helper = request.keyPlace() == KeyPlace.HELPER;
    if (literal.isEmpty() || helper) {
      wanted.put(masterVariable, master.reveal());
    }
    // Otherwise a .env above LiteLLM's installation, such as the client's in the same project,
    // would be loaded.
    wanted.put("LITELLM_MODE", "PRODUCTION");
    Path configFile = inFolder(CONFIG);
    files.add(
        new FileChange(
            configFile, store.read(configFile), config.with(setup, facts), literal.isPresent()));
    files.add(new FileChange(envFile, store.read(envFile), env.with(wanted), true));
    return helper
        ? new Credential(
            Credential.TOKEN,
            "",
            ". " + ShellWord.of(envFile.toString()) + " && printf %s \"$" + masterVariable + "\"")
        : new Credential(Credential.TOKEN, master.reveal(), null);
  }

  private void clientFiles(
      Setup setup,
      ClientTarget target,
      Credential credential,
      SetupRequest request,
      List<FileChange> files,
      List<String> notes)
      throws SetupException, ChangeRefusedException {
    ClientFile file = read(target, target.file(), request);
    redactor.learnFrom(file.variables());
    notes.addAll(file.notes());
    if (!file.isSettings() && credential.helper() != null) {
      throw SetupException.usage(
          "helper-needs-settings",
          "Only a settings file can name a helper",
          "leave --key helper out, or write settings with --scope");
    }
    notes.addAll(ClientVariables.notes(setup, file.isSettings()));
    Map<String, String> wanted =
        ClientVariables.of(setup, environment, file.variables().get("NO_PROXY"));
    @Nullable Credential here = target.shared() ? null : credential;
    boolean secret = here != null && here.helper() == null;
    files.add(
        new FileChange(
            target.file(),
            store.read(target.file()),
            file.with(setup, wanted, here, catalog, environment),
            secret));
    if (target.shared()) {
      Path path = target.credentialFile();
      ClientFile privateFile = read(target, path, request);
      redactor.learnFrom(privateFile.variables());
      notes.addAll(privateFile.notes());
      files.add(
          new FileChange(
              path,
              store.read(path),
              privateFile.withCredential(credential),
              credential.helper() == null));
    }
    Map<String, String> all = new LinkedHashMap<>(wanted);
    all.put(credential.variable(), credential.value());
    all.put(credential.otherVariable(), "");
    notes.addAll(new Shadow(environment, store).notes(target, all));
    noteClient(target, notes);
  }

  private void noteClient(ClientTarget target, List<String> notes) {
    if (target.client() == ClientKind.HAHA
        && target.env()
        && !Files.exists(inFolder("bin").resolve("claude-haha"))) {
      notes.add(
          "The launcher of claude-code-haha reads .env in its own folder, and there is no"
              + " bin/claude-haha here.");
    }
    boolean inProject =
        target.scope() == SettingsScope.LOCAL || target.scope() == SettingsScope.PROJECT;
    Path home = environment.home();
    if (inProject && home != null && !Files.exists(home.resolve(".claude.json"))) {
      notes.add(
          "A Claude Code that was never started on this machine reads project settings only after"
              + " its first-run wizard, which wants a login: run it once with --scope user, or with"
              + " -p.");
    }
  }
}
