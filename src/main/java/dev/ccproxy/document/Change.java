package dev.ccproxy.document;

/**
 * What shall be different in a document, said in terms of its tree; how the text changes is the
 * document's business.
 */
public sealed interface Change {

  /** Where. */
  NodePath path();

  /** The value at {@code path} shall be {@code value}; missing mappings on the way are made. */
  record Set(NodePath path, Value value) implements Change {}

  /** The entry at {@code path} shall be gone; nothing happens where there is none. */
  record Remove(NodePath path) implements Change {}

  /**
   * {@code value} shall be one more item at the end of the list at {@code path}, which is made
   * where it is missing.
   */
  record Append(NodePath path, Value value) implements Change {}
}
