package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.YamlDocument;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.SecretNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is started with.
 *
 * @param config its configuration, absolute
 * @param models the {@code model_name}s that it must list; patterns are left out
 * @param masterKey what a client has to show; null where none is known
 * @param variables what {@code litellm.env} beside the configuration sets
 * @param secrets values that must not get into a log
 * @param unset variables that the configuration takes a value from and nobody sets
 * @param usesDatabase whether the configuration names a database itself
 */
record GatewayFiles(
    Path config,
    List<String> models,
    @Nullable String masterKey,
    Map<String, String> variables,
    List<String> secrets,
    List<String> unset,
    boolean usesDatabase) {

  /** Its name where nobody says otherwise. */
  static final String CONFIG = "litellm_config.yaml";

  private static final String ENVIRONMENT = "litellm.env";
  private static final String REFERENCE = "os.environ/";
  private static final String MASTER = "LITELLM_MASTER_KEY";

  /** Shorter ones are no secrets but words, and would black out half of a log. */
  private static final int SHORTEST_SECRET = 8;

  /**
   * Reads them.
   *
   * @throws DocumentException when one of them is broken, with the place
   * @throws LaunchException when there is none
   */
  static GatewayFiles read(Path config, UserEnvironment environment, Redactor redactor)
      throws LaunchException, DocumentException {
    byte[] bytes = bytes(config, environment);
    if (bytes == null) {
      throw new LaunchException(
          "no-gateway",
          "There is no " + environment.shorten(config) + ", so there is no gateway to start",
          "make one with ccproxy init PROVIDER, name it with --config FILE, or use ccproxy run"
              + " PROVIDER, which needs none");
    }
    byte[] env = bytes(config.resolveSibling(ENVIRONMENT), environment);
    Map<String, String> variables = new LinkedHashMap<>();
    if (env != null) {
      Node.Mapping root = EnvDocument.parse(ENVIRONMENT, env).root();
      for (Node.Entry entry : root.entries()) {
        if (entry.value() instanceof Node.Scalar scalar) {
          variables.put(entry.key(), scalar.value());
        }
      }
    }
    return of(config, bytes, variables, environment, redactor);
  }

  /** The same for a configuration that we have just made. */
  static GatewayFiles of(
      Path config,
      byte[] bytes,
      Map<String, String> variables,
      UserEnvironment environment,
      Redactor redactor)
      throws DocumentException, LaunchException {
    YamlDocument document = YamlDocument.parse(environment.shorten(config), bytes);
    redactor.learnFrom(variables);
    if (!(document.root() instanceof Node.Mapping root) || root.entries().isEmpty()) {
      throw new LaunchException(
          "config-empty",
          environment.shorten(config)
              + " has no settings in it, and LiteLLM does not start with that",
          "make it anew with ccproxy init PROVIDER");
    }
    Set<String> references = new LinkedHashSet<>();
    collect(document.root(), references, 0);
    Map<String, String> all = new LinkedHashMap<>(environment.variables());
    all.putAll(variables);
    String written = document.text(NodePath.of("general_settings", "master_key")).orElse("");
    String master = written;
    if (written.isEmpty()) {
      master = all.get(MASTER);
    } else if (written.startsWith(REFERENCE)) {
      master = all.get(written.substring(REFERENCE.length()));
    }
    Set<String> secrets = new LinkedHashSet<>();
    if (master != null) {
      addSecret(secrets, master);
      redactor.learn(MASTER, master);
    }
    List<String> unset = new ArrayList<>();
    for (String name : references) {
      String value = all.get(name);
      if (value == null || value.isEmpty()) {
        unset.add(name);
      } else {
        redactor.learnIfSecret(name, value);
        if (SecretNames.matches(name)) {
          addSecret(secrets, value);
        }
      }
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (SecretNames.matches(variable.getKey())) {
        addSecret(secrets, variable.getValue());
      }
    }
    return new GatewayFiles(
        config,
        models(document),
        master == null || master.isEmpty() ? null : master,
        variables,
        List.copyOf(secrets),
        unset,
        references.contains("DATABASE_URL")
            || document.find(NodePath.of("general_settings", "database_url")).isPresent());
  }

  /** The folder that relative paths in the configuration belong to. */
  Path folder() {
    Path parent = config.getParent();
    return parent == null ? config : parent;
  }

  private static void addSecret(Set<String> secrets, String value) {
    boolean line = value.indexOf('\n') < 0 && value.indexOf('\0') < 0;
    if (value.length() >= SHORTEST_SECRET && line) {
      secrets.add(value);
    }
  }

  private static List<String> models(YamlDocument document) {
    Set<String> names = new LinkedHashSet<>();
    if (document.find(NodePath.of("model_list")).orElse(null) instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        if (item instanceof Node.Mapping mapping
            && mapping.entry("model_name").map(Node.Entry::value).orElse(null)
                instanceof Node.Scalar name
            && name.value().indexOf('*') < 0) {
          names.add(name.value());
        }
      }
    }
    return List.copyOf(names);
  }

  private static void collect(Node node, Set<String> references, int depth) {
    if (depth > 64) {
      return;
    }
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        collect(entry.value(), references, depth + 1);
      }
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        collect(item, references, depth + 1);
      }
    } else if (node instanceof Node.Scalar scalar && scalar.value().startsWith(REFERENCE)) {
      references.add(scalar.value().substring(REFERENCE.length()));
    }
  }

  private static byte @Nullable [] bytes(Path file, UserEnvironment environment)
      throws LaunchException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new LaunchException(
          "file-unreadable",
          environment.shorten(file)
              + (Files.isDirectory(file) ? " is a folder, not a file" : " cannot be read"),
          "see why with ls -l, or name another file");
    }
  }
}
