package dev.ccproxy.setup;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.NodePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings files that a client started in the working directory reads, highest rank first. A
 * file that the client would skip is left out: nothing in it is in effect.
 */
final class SettingsFiles {
  private static final NodePath ENV = NodePath.of("env");

  /**
   * One of them.
   *
   * @param shown its name for people
   * @param variables its {@code env}
   */
  record File(String shown, JsonDocument document, Map<String, String> variables) {}

  private final List<File> files;

  private SettingsFiles(List<File> files) {
    this.files = files;
  }

  /** Reads them; what cannot be read, the client cannot read either. */
  static SettingsFiles of(UserEnvironment environment, FileStore store) {
    List<File> files = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (SettingsScope scope : SettingsScope.values()) {
      Path path = scope.file(environment);
      if (path == null || !seen.add(path)) {
        continue;
      }
      try {
        byte[] bytes = store.read(path);
        if (bytes != null) {
          String shown = environment.shorten(path);
          JsonDocument document = JsonDocument.parse(shown, bytes);
          if (document.isStrict()) {
            files.add(new File(shown, document, Documents.texts(document.find(ENV).orElse(null))));
          }
        }
      } catch (ChangeRefusedException | DocumentException e) {
        // Not in effect.
      }
    }
    return new SettingsFiles(files);
  }

  /** All of them, highest rank first. */
  List<File> all() {
    return files;
  }

  /** The variables that they set together. */
  Map<String, String> variables() {
    Map<String, String> merged = new LinkedHashMap<>();
    for (File file : files) {
      for (Map.Entry<String, String> variable : file.variables().entrySet()) {
        merged.putIfAbsent(variable.getKey(), variable.getValue());
      }
    }
    return merged;
  }

  /** The first file that has this key at its top level; null where none has. */
  @Nullable File withKey(String key) {
    for (File file : files) {
      if (file.document().find(NodePath.of(key)).isPresent()) {
        return file;
      }
    }
    return null;
  }
}
