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
      List.of("start.sh", "run.sh", "litellm.sh", "start-litellm.sh", "Makefile", "Procfile");

  private StartFiles() {}

  /** A file that was found. */
  record Found(Path path, String shown, String text) {}

  /** Scripts and the like of the folder that start LiteLLM. */
  static List<Found> scripts(Gateway gateway) {
    return found(gateway, SCRIPTS);
  }

  /** Compose files of the folder in which LiteLLM is a service. */
  static List<Found> compose(Gateway gateway) {
    return found(gateway, COMPOSE);
  }

  private static List<Found> found(Gateway gateway, List<String> names) {
    List<Found> found = new ArrayList<>();
    Path config = gateway.config().file().path().toAbsolutePath();
    for (String name : names) {
      add(gateway, config.resolveSibling(name), found);
    }
    return found;
  }

  private static void add(Gateway gateway, Path path, List<Found> found) {
    String text = read(path);
    if (text.contains("litellm")) {
      found.add(new Found(path, gateway.scene().workspace().environment().shorten(path), text));
    }
  }

  /** Whether one of the compose files holds this text. */
  static boolean mention(Gateway gateway, String text) {
    for (Found file : compose(gateway)) {
      if (file.text().contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of all of them names a variable, and so may set it. */
  static boolean name(Gateway gateway, String variable) {
    for (Found file : scripts(gateway)) {
      if (file.text().contains(variable)) {
        return true;
      }
    }
    return mention(gateway, variable);
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
