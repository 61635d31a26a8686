package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.List;

/** The way from the root of a document to a node: keys and list positions. Immutable. */
public final class NodePath {
  /** The root itself. */
  public static final NodePath ROOT = new NodePath(List.of());

  private final List<Object> steps;

  private NodePath(List<Object> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The path through these mapping keys. */
  public static NodePath of(String... keys) {
    return new NodePath(List.of((Object[]) keys));
  }

  /** One key further. */
  public NodePath key(String key) {
    return plus(key);
  }

  /**
   * One list position further.
   *
   * @param index 0 for the first item
   */
  public NodePath item(int index) {
    return plus(index);
  }

  private NodePath plus(Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return new NodePath(longer);
  }

  /** Each step: a {@link String} is a key, an {@link Integer} a list position. */
  public List<Object> steps() {
    return steps;
  }

  /** Whether this is the root. */
  public boolean isRoot() {
    return steps.isEmpty();
  }

  /** The path without its last step; of the root there is none. */
  public NodePath parent() {
    if (isRoot()) {
      throw new IllegalStateException("the root has no parent");
    }
    return new NodePath(steps.subList(0, steps.size() - 1));
  }

  /** The last step. */
  public Object last() {
    return steps.get(steps.size() - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodePath path && path.steps.equals(steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  /** As people write it: {@code model_list[2].litellm_params.model}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer) {
        out.append('[').append(step).append(']');
      } else {
        out.append(out.length() == 0 ? "" : ".").append(step);
      }
    }
    return out.toString();
  }
}
