package dev.ccproxy.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a YAML text with what an edit has to know about its place.
 *
 * @param view the node as callers see it; for an alias the node it repeats
 * @param style how it is written
 * @param start its first character, anchor and tag included
 * @param propsEnd behind its anchor and tag; {@code start} where there is none
 * @param content the first character behind anchor and tag; of a block collection its first key or
 *     dash
 * @param end behind its last character; of a block collection that of its last leaf, of a block
 *     scalar the end of its last line
 * @param rawEnd where the scanner found it to end; of a block scalar behind its trailing line ends
 * @param anchor name of its anchor
 * @param tagged whether it has a tag
 * @param slots its entries or items
 * @param target of an alias the node it repeats
 */
record YamlNode(
    Node view,
    Style style,
    int start,
    int propsEnd,
    int content,
    int end,
    int rawEnd,
    @Nullable String anchor,
    boolean tagged,
    List<Slot> slots,
    @Nullable YamlNode target) {

  /** How a node is written. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    LITERAL,
    FOLDED,
    BLOCK,
    FLOW,
    /** One key and value in a flow sequence, without braces of its own. */
    PAIR,
    ALIAS,
    /** The root of a file without content. */
    NOTHING
  }

  /**
   * One entry of a mapping or item of a sequence.
   *
   * @param start its first character: question mark, key, dash, or the value in a flow sequence
   * @param entry the entry as callers see it; null in a sequence
   * @param keyEnd behind the key; {@code start} in a sequence
   * @param indicatorEnd behind the colon or dash; -1 where there is none
   */
  record Slot(int start, Node.@Nullable Entry entry, int keyEnd, int indicatorEnd, YamlNode value) {

    /** Whether this is the entry of that name; a merge has none. */
    boolean isKey(String key) {
      return entry != null && !entry.merge() && entry.key().equals(key);
    }

    /** The name of the entry; null for an item and for a merge. */
    @Nullable String key() {
      return entry == null || entry.merge() ? null : entry.key();
    }

    /** Behind its last character. */
    int end() {
      return Math.max(value.end, Math.max(keyEnd, indicatorEnd));
    }
  }

  boolean isMapping() {
    return style != Style.ALIAS && view instanceof Node.Mapping;
  }

  boolean isSequence() {
    return style != Style.ALIAS && view instanceof Node.Sequence;
  }

  boolean isFlow() {
    return style == Style.FLOW || style == Style.PAIR;
  }

  boolean isBlockScalar() {
    return style == Style.LITERAL || style == Style.FOLDED;
  }

  /** Whether a key may be set or an item appended here: nothing stands here, or a null. */
  boolean isVacant() {
    return style == Style.NOTHING
        || (style != Style.ALIAS
            && view instanceof Node.Scalar scalar
            && scalar.kind() == Node.Kind.NULL);
  }

  /** Whether it has an anchor or a tag. */
  boolean hasProps() {
    return propsEnd > start;
  }

  /** Whether there is no character of it, not even an anchor. */
  boolean isEmpty() {
    return start == end;
  }

  /** The last entry of that name, which is the one that counts; null where there is none. */
  @Nullable Slot slot(String key) {
    for (int i = slots.size() - 1; i >= 0; i--) {
      if (slots.get(i).isKey(key)) {
        return slots.get(i);
      }
    }
    return null;
  }

  /** What stands last in it: itself, or the last leaf of a block collection. */
  YamlNode lastLeaf() {
    return style == Style.BLOCK ? slots.get(slots.size() - 1).value.lastLeaf() : this;
  }
}
