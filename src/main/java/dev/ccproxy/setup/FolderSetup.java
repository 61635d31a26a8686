package dev.ccproxy.setup;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.BaseUrl;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client that is started in the working directory works with today.
 *
 * @param variables what its settings set, over what the terminal and {@code envFile} set
 * @param envFile the client's variables of {@code .env}, where neither settings nor terminal name
 *     an address; the client does not read that file by itself
 */
public record FolderSetup(Map<String, String> variables, Map<String, String> envFile) {
  private static final String BASE = "ANTHROPIC_BASE_URL";

  /** Reads the settings files, and {@code .env} where they name no address. */
  public static FolderSetup of(UserEnvironment environment, FileStore store) {
    Map<String, String> all = new LinkedHashMap<>(environment.variables());
    all.putAll(SettingsFiles.of(environment, store).variables());
    Map<String, String> env = Map.of();
    if (all.getOrDefault(BASE, "").isEmpty()) {
      env = envFile(environment, store);
      all.putAll(env);
    }
    return new FolderSetup(Map.copyOf(all), Map.copyOf(env));
  }

  private static Map<String, String> envFile(UserEnvironment environment, FileStore store) {
    Path path = environment.workingDirectory().resolve(".env");
    try {
      byte[] bytes = store.read(path);
      if (bytes != null) {
        Map<String, String> variables = Documents.texts(EnvDocument.parse(".env", bytes).root());
        if (!variables.getOrDefault(BASE, "").isEmpty()) {
          return variables;
        }
      }
    } catch (ChangeRefusedException | DocumentException e) {
      // Nothing that could be used.
    }
    return Map.of();
  }

  /** The address that the client talks to; empty where none is set. */
  public String baseUrl() {
    return variables.getOrDefault(BASE, "").strip();
  }

  /** Whether that is on this machine. */
  public boolean isLocal() {
    return !baseUrl().isEmpty() && BaseUrl.isLoopback(baseUrl());
  }

  /** The port at which the client expects a gateway on this machine; the usual one otherwise. */
  public int gatewayPort() {
    if (isLocal()) {
      try {
        int port = new URI(baseUrl()).getPort();
        if (port > 0) {
          return port;
        }
      } catch (URISyntaxException e) {
        // An address that nobody can use.
      }
    }
    return SetupPlanner.DEFAULT_PORT;
  }
}
