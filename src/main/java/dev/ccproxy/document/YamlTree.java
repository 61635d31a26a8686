package dev.ccproxy.document;

import java.util.List;
import java.util.Set;

/**
 * A YAML file as the composer found it.
 *
 * @param text the text all offsets are about
 * @param problems in the order of the file
 * @param repeated names of the anchors that an alias repeats; anchors are unique in a file
 * @param markerEnd behind the {@code ---} before the content, 0 where there is none
 * @param contentEnd where the content has to end: at the {@code ...} or the end of the text
 */
record YamlTree(
    YamlText text,
    YamlNode root,
    List<Problem> problems,
    Set<String> repeated,
    int markerEnd,
    int contentEnd) {

  /** Whether other places of the file repeat this node. */
  boolean isShared(YamlNode node) {
    return node.anchor() != null && repeated.contains(node.anchor());
  }
}
