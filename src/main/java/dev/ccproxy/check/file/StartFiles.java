package dev.ccproxy.check.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files beside the configuration that say how LiteLLM is started in a container. */
final class StartFiles {
  private static final int MOST_BYTES = 256 * 1024;
  private static final List<String> COMPOSE =
      List.of("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml");

  private static final List<String> SCRIPTS =
      List.of(
          "start.sh",
          "run.sh",
          "litellm.sh",
          "start-litellm.sh",
          "Makefile",
          "Procfile",
          "Dockerfile");

  private StartFiles() {}

  /** A file that was found. */
  record Found(Path path, String shown, String text) {}

  /** Compose files, scripts and the like of the folder that start LiteLLM. */
  static List<Found> starting(Gateway gateway) {
    List<Found> found = compose(gateway);
    for (String name : SCRIPTS) {
      add(gateway, name, found);
    }
    return found;
  }

  /** Compose files of the folder in which LiteLLM is a service. */
  static List<Found> compose(Gateway gateway) {
    List<Found> found = new ArrayList<>();
    for (String name : COMPOSE) {
      add(gateway, name, found);
    }
    return found;
  }

  private static void add(Gateway gateway, String name, List<Found> found) {
    Path path = gateway.config().file().path().toAbsolutePath().resolveSibling(name);
    String text = read(path);
    if (text.contains("litellm")) {
      found.add(new Found(path, gateway.scene().workspace().environment().shorten(path), text));
    }
  }

  /** Whether one of them holds this text. */
  static boolean mention(Gateway gateway, String text) {
    for (Found file : compose(gateway)) {
      if (file.text().contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** The beginning of a plain file; empty where there is none. */
  static String read(Path path) {
    if (!Files.isRegularFile(path)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
