package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import org.jspecify.annotations.Nullable;

/** Short forms for looking into trees. */
final class Nodes {
  private Nodes() {}

  /** The entry that counts for a key; null where the node is no mapping or has none. */
  static Node.@Nullable Entry entry(@Nullable Node node, String key) {
    return node instanceof Node.Mapping mapping ? mapping.entry(key).orElse(null) : null;
  }
}
