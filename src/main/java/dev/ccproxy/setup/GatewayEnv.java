package dev.ccproxy.setup;

import dev.ccproxy.document.Change;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.render.Templates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code litellm.env}: the keys that the gateway needs, and nothing of the client. */
final class GatewayEnv {
  private final EnvDocument document;

  private GatewayEnv(EnvDocument document) {
    this.document = document;
  }

  /**
   * @param bytes its content; null where it is to be made
   */
  static GatewayEnv of(String name, byte @Nullable [] bytes, Templates templates)
      throws SetupException {
    return new GatewayEnv(Documents.env(name, bytes, "litellm.env", Map.of(), templates));
  }

  /** The variables that it sets. */
  Map<String, String> variables() {
    return Documents.texts(document.root());
  }

  /** What a shell would get wrong in it and the change puts right, as sentences for the user. */
  List<String> notes() {
    return Documents.shellNotes(document);
  }

  /**
   * The file with these variables set. Client variables that a careless copy brought in are taken
   * out: LiteLLM 1.108 would send its requests, or the client's token, to where they point.
   */
  byte[] with(Map<String, String> wanted) throws SetupException {
    List<Change> changes = new ArrayList<>();
    for (String name : variables().keySet()) {
      if (name.equals("ANTHROPIC_BASE_URL") || name.equals("ANTHROPIC_AUTH_TOKEN")) {
        changes.add(new Change.Remove(NodePath.of(name)));
      }
    }
    wanted.forEach(
        (name, value) -> changes.add(new Change.Set(NodePath.of(name), Value.of(value))));
    return Documents.forShell(Documents.apply(document, changes).source());
  }
}
