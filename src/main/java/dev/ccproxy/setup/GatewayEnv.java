package dev.ccproxy.setup;

import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.render.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    try {
      return new GatewayEnv(
          EnvDocument.parse(name, bytes == null ? templates.fill("litellm.env", Map.of()) : bytes));
    } catch (DocumentException e) {
      throw Documents.unreadable(e);
    }
  }

  /** The variables that it sets. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Node.Entry entry : document.root().entries()) {
      if (entry.value() instanceof Node.Scalar scalar) {
        variables.put(entry.key(), scalar.value());
      }
    }
    return variables;
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
    return Documents.apply(document, changes).source().encode();
  }
}
