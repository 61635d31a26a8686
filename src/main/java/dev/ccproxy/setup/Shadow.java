package dev.ccproxy.setup;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds settings files of higher rank that take the effect from what is written. */
final class Shadow {
  private final UserEnvironment environment;
  private final FileStore store;

  Shadow(UserEnvironment environment, FileStore store) {
    this.environment = environment;
    this.store = store;
  }

  /**
   * Sentences for the user, one for each file in the way.
   *
   * @param wanted variables that are written, the credential among them
   */
  List<String> notes(ClientTarget target, Map<String, String> wanted) {
    List<String> notes = new ArrayList<>();
    if (!target.env() && target.scope() == null) {
      // A file given with --settings outranks all of these.
      return notes;
    }
    for (SettingsScope scope : SettingsScope.values()) {
      Path other = scope.file(environment);
      if (other != null && other.equals(target.file())) {
        // What follows is of lower rank.
        return notes;
      }
      if (other != null && !other.equals(target.credentialFile())) {
        look(other, wanted).ifPresent(notes::add);
      }
    }
    return notes;
  }

  private Optional<String> look(Path file, Map<String, String> wanted) {
    String name = environment.shorten(file);
    JsonDocument other;
    try {
      byte[] bytes = store.read(file);
      if (bytes == null) {
        return Optional.empty();
      }
      other = JsonDocument.parse(name, bytes);
    } catch (ChangeRefusedException | DocumentException e) {
      // What we cannot read, the client cannot read either; it is in nobody's way.
      return Optional.empty();
    }
    if (!other.isStrict()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    int line = 0;
    if (other.find(NodePath.of("env")).orElse(null) instanceof Node.Mapping env) {
      for (Node.Entry entry : env.entries()) {
        String ours = wanted.get(entry.key());
        boolean differs =
            entry.value() instanceof Node.Scalar scalar && !scalar.value().equals(ours);
        boolean elsewhere = ClientRequest.CLOUD_SWITCHES.contains(entry.key());
        if ((ours != null && differs) || elsewhere) {
          names.add(entry.key());
          line = line == 0 ? other.source().position(entry.keySpan().start()).line() : line;
        }
      }
    }
    Optional<Node> helper = other.find(NodePath.of("apiKeyHelper"));
    if (helper.isPresent()) {
      names.add("apiKeyHelper");
      line = line == 0 ? other.source().position(helper.get().span().start()).line() : line;
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            name
                + ":"
                + line
                + " sets "
                + String.join(", ", names)
                + " too and wins over what is written here: remove it there if it is not meant.");
  }
}
