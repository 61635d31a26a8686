package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Version;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the files of this user in this folder say about the chain, read once and only
 * read.
 */
public final class Workspace {
  /** Names under which people keep the configuration of LiteLLM, the usual one first. */
  private static final List<String> CONFIG_NAMES =
      List.of(
          "litellm_config.yaml",
          "litellm_config.yml",
          "litellm-config.yaml",
          "litellm-config.yml",
          "litellm.yaml",
          "litellm.yml",
          "proxy_config.yaml",
          "proxy_server_config.yaml",
          "config.yaml",
          "config.yml");

  /** The first client release with the local settings file at the git root. */
  private static final String LOCAL_SCOPE_AT_GIT_ROOT = "2.1.211";

  /** From here on the client does not start with an administrator's file that is no JSON object. */
  private static final String MANAGED_FILE_MUST_PARSE = "2.1.330";

  /** From here on a wrong type in the administrator's file costs that key alone. */
  private static final String MANAGED_FILE_BY_KEYS = "2.1.197";

  private static final List<String> ENV_NAMES = List.of("litellm.env", ".env");

  private final UserEnvironment environment;
  private final ClientIdentity client;
  private final ClientSettings settings;
  private final List<LiteLlmConfig> configs;
  private final GatewayEnvironment gatewayEnvironment;
  private final SourceFile dotenv;
  private final Installations installations;
  private @Nullable List<Installed> liteLlms;
  private @Nullable ClientState clientState;
  private @Nullable ClientFacts clientFacts;
  private @Nullable ClientRequest clientRequest;
  private @Nullable List<LiteLlmPin> liteLlmPins;

  private Workspace(
      UserEnvironment environment,
      ClientIdentity client,
      ClientSettings settings,
      List<LiteLlmConfig> configs,
      GatewayEnvironment gatewayEnvironment,
      SourceFile dotenv,
      Installations installations) {
    this.environment = environment;
    this.client = client;
    this.settings = settings;
    this.configs = List.copyOf(configs);
    this.gatewayEnvironment = gatewayEnvironment;
    this.dotenv = dotenv;
    this.installations = installations;
  }

  /** Reads the files; what cannot be read is part of the answer. */
  public static Workspace read(UserEnvironment environment, WorkspaceRequest request) {
    return read(environment, request, Map.of());
  }

  /**
   * Reads the files as they would be after a change.
   *
   * @param instead content that takes the place of what is on disk; what only the file system knows
   *     (permissions, links) is as it is
   */
  public static Workspace read(
      UserEnvironment environment, WorkspaceRequest request, Map<Path, byte[]> instead) {
    SourceReader reader = new SourceReader(environment, instead);
    Installations installations = new Installations(environment);
    ClientIdentity client = client(environment, request, installations);
    SourceFile dotenv =
        reader.read(environment.workingDirectory().resolve(".env"), SourceReader.Format.ENV);
    ClientSettings settings =
        new ClientSettings(
            settingsFiles(environment, request, client, reader),
            environment.variables(),
            client.kind() == ClientKind.HAHA ? dotenv : null);
    List<LiteLlmConfig> configs = configs(environment, request, reader);
    return new Workspace(
        environment,
        client,
        settings,
        configs,
        new GatewayEnvironment(
            envFiles(environment, request, configs, reader), environment.variables()),
        dotenv,
        installations);
  }

  private static ClientIdentity client(
      UserEnvironment environment, WorkspaceRequest request, Installations installations) {
    ClientKind kind = request.client();
    if (kind == null) {
      kind =
          Files.exists(environment.workingDirectory().resolve("bin").resolve("claude-haha"))
              ? ClientKind.HAHA
              : ClientKind.CLAUDE_CODE;
    }
    Version version = request.clientVersion();
    if (version == null && kind == ClientKind.CLAUDE_CODE) {
      version = installations.claudeCode().map(Installed::version).orElse(null);
    }
    return new ClientIdentity(kind, version);
  }

  private static List<SettingsFile> settingsFiles(
      UserEnvironment environment,
      WorkspaceRequest request,
      ClientIdentity client,
      SourceReader reader) {
    List<SettingsFile> files = new ArrayList<>();
    for (Path path : managed(environment, request)) {
      boolean rest =
          client.kind() == ClientKind.CLAUDE_CODE && !client.isBefore(MANAGED_FILE_BY_KEYS);
      files.add(
          SettingsFile.of(
              Origin.Source.MANAGED, reader.read(path, SourceReader.Format.JSON), rest));
    }
    if (request.settings() != null) {
      files.add(settings(Origin.Source.FLAG, request.settings(), reader));
    }
    for (SettingsScope scope : SettingsScope.values()) {
      List<Path> paths = new ArrayList<>();
      Path path = scope.file(environment);
      if (scope == SettingsScope.LOCAL) {
        // The file at the git root outranks the one in the folder, and both count; older releases
        // know the folder alone.
        if (path != null && !client.isBefore(LOCAL_SCOPE_AT_GIT_ROOT)) {
          paths.add(path);
        }
        paths.add(environment.workingDirectory().resolve(".claude").resolve("settings.local.json"));
      } else if (path != null) {
        paths.add(path);
      }
      for (Path one : paths) {
        if (!isAmong(files, one)) {
          files.add(settings(source(scope), one, reader));
        }
      }
    }
    return files;
  }

  private static boolean isAmong(List<SettingsFile> files, Path path) {
    for (SettingsFile file : files) {
      if (file.file().path().equals(path)) {
        return true;
      }
    }
    return false;
  }

  private static Origin.Source source(SettingsScope scope) {
    return switch (scope) {
      case LOCAL -> Origin.Source.LOCAL;
      case PROJECT -> Origin.Source.PROJECT;
      case USER -> Origin.Source.USER;
    };
  }

  private static SettingsFile settings(Origin.Source source, Path path, SourceReader reader) {
    return SettingsFile.of(source, reader.read(path, SourceReader.Format.JSON), false);
  }

  /** The administrator's files, the strongest first: the parts of the folder outrank the file. */
  private static List<Path> managed(UserEnvironment environment, WorkspaceRequest request) {
    Path folder = request.managedFolder();
    if (folder == null) {
      folder =
          environment.windows()
              ? Path.of("C:\\Program Files\\ClaudeCode")
              : Files.isDirectory(Path.of("/Library/Application Support"))
                  ? Path.of("/Library/Application Support/ClaudeCode")
                  : Path.of("/etc/claude-code");
    }
    List<Path> files = new ArrayList<>();
    Path parts = folder.resolve("managed-settings.d");
    if (Files.isDirectory(parts)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(parts, "*.json")) {
        for (Path part : stream) {
          files.add(part);
        }
      } catch (IOException e) {
        files.clear();
      }
      files.sort(Collections.reverseOrder());
    }
    Path file = folder.resolve("managed-settings.json");
    if (Files.exists(file)) {
      files.add(file);
    }
    return files;
  }

  private static List<LiteLlmConfig> configs(
      UserEnvironment environment, WorkspaceRequest request, SourceReader reader) {
    List<LiteLlmConfig> configs = new ArrayList<>();
    if (!request.configs().isEmpty()) {
      for (Path path : request.configs()) {
        configs.add(LiteLlmConfig.read(reader.read(path, SourceReader.Format.YAML), reader));
      }
      return configs;
    }
    for (String name : CONFIG_NAMES) {
      Path path = environment.workingDirectory().resolve(name);
      SourceFile file = reader.read(path, SourceReader.Format.YAML);
      if (!file.exists()) {
        continue;
      }
      LiteLlmConfig config = LiteLlmConfig.read(file, reader);
      // Any program may have a config.yaml; LiteLLM's has a model list.
      if (name.startsWith("litellm") || config.top("model_list").isPresent()) {
        configs.add(config);
      }
    }
    return configs;
  }

  private static List<SourceFile> envFiles(
      UserEnvironment environment,
      WorkspaceRequest request,
      List<LiteLlmConfig> configs,
      SourceReader reader) {
    List<SourceFile> files = new ArrayList<>();
    for (Path path : request.envFiles()) {
      files.add(reader.read(path, SourceReader.Format.ENV));
    }
    if (!files.isEmpty() || configs.isEmpty()) {
      return files;
    }
    Path beside = configs.get(0).file().path().toAbsolutePath().getParent();
    for (String name : ENV_NAMES) {
      Path folder = beside == null ? environment.workingDirectory() : beside;
      SourceFile file = reader.read(folder.resolve(name), SourceReader.Format.ENV);
      if (file.exists()) {
        files.add(file);
      }
    }
    return files;
  }

  /** Variables, folders. */
  public UserEnvironment environment() {
    return environment;
  }

  /** The client that the files are read for. */
  public ClientIdentity client() {
    return client;
  }

  /** The settings that the client starts with. */
  public ClientSettings settings() {
    return settings;
  }

  /** Whether the client ends with an error because of this file, and does not just skip it. */
  public boolean refusesToStart(SettingsFile file) {
    return file.source() == Origin.Source.MANAGED
        && file.file().exists()
        && !file.isInEffect()
        && client.kind() == ClientKind.CLAUDE_CODE
        && !client.isBefore(MANAGED_FILE_MUST_PARSE);
  }

  /** The configurations of LiteLLM, the one that counts first. */
  public List<LiteLlmConfig> configs() {
    return configs;
  }

  /** The variables that LiteLLM may have. */
  public GatewayEnvironment gatewayEnvironment() {
    return gatewayEnvironment;
  }

  /** The {@code .env} of the working directory, which only claude-code-haha reads. */
  public SourceFile dotenv() {
    return dotenv;
  }

  /** What the client keeps for itself. Read when it is asked for: it may be large. */
  public ClientState clientState() {
    if (clientState == null) {
      clientState = ClientState.read(environment);
    }
    return clientState;
  }

  /** What is known about the client's releases. */
  public ClientFacts clientFacts() {
    if (clientFacts == null) {
      clientFacts = ClientFacts.packaged();
    }
    return clientFacts;
  }

  /** What the client sends because of these files. */
  public ClientRequest clientRequest() {
    if (clientRequest == null) {
      clientRequest = ClientRequest.of(this, clientFacts());
    }
    return clientRequest;
  }

  /** Programs that are installed here. */
  public Installations installations() {
    return installations;
  }

  /** The LiteLLM installations that would be started here, the likeliest first. */
  public List<Installed> liteLlms() {
    if (liteLlms == null) {
      liteLlms = installations.liteLlm();
    }
    return liteLlms;
  }

  /** The LiteLLM releases that files of the working directory and beside the configuration name. */
  public List<LiteLlmPin> liteLlmPins() {
    if (liteLlmPins == null) {
      Path folder = environment.workingDirectory();
      List<LiteLlmPin> pins = new ArrayList<>(LiteLlmPins.in(folder, environment));
      Path beside =
          configs.isEmpty() ? null : configs.get(0).file().path().toAbsolutePath().getParent();
      if (beside != null && !beside.equals(folder)) {
        pins.addAll(LiteLlmPins.in(beside, environment));
      }
      liteLlmPins = List.copyOf(pins);
    }
    return liteLlmPins;
  }

  /** The version of the LiteLLM that would be started here, where one is installed. */
  public Optional<Version> liteLlmVersion() {
    return liteLlms().isEmpty() ? Optional.empty() : Optional.of(liteLlms().get(0).version());
  }

  /** Where the client sends its requests; empty where nobody says, and then it is Anthropic. */
  public Optional<EffectiveValue> baseUrl() {
    return settings.set("ANTHROPIC_BASE_URL");
  }

  /** Whether there is anything of a client here: a settings file or one of its variables. */
  public boolean hasClient() {
    for (SettingsFile file : settings.files()) {
      if (file.file().exists()) {
        return true;
      }
    }
    if (settings.dotenv().filter(SourceFile::exists).isPresent()) {
      return true;
    }
    for (Map.Entry<String, String> variable : environment.variables().entrySet()) {
      if (variable.getKey().startsWith("ANTHROPIC_") && !variable.getValue().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is nothing to judge at all. */
  public boolean isEmpty() {
    return !hasClient() && configs.isEmpty() && !dotenv.exists();
  }
}
