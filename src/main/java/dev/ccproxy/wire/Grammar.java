package dev.ccproxy.wire;

import java.util.Arrays;

/**
 * Says which members of which objects are of interest: where in the document they stand (contexts)
 * and in which slot their value goes. Filled once, then only read.
 */
final class Grammar {
  /** The context around the document itself; its only member is {@link #ELEMENT}. */
  static final int TOP = 0;

  /** The name under which the elements of an array, and the document itself, go. */
  static final int ELEMENT = Names.COUNT;

  /** No context, no slot. */
  static final int NOTHING = -1;

  private final int slots;
  private final int[][] slot;
  private final int[][] object;
  private final int[][] array;
  private final boolean[] isArray;
  private final boolean[] keepsText;
  private final boolean[] lookedAt;

  /**
   * An empty grammar.
   *
   * @param contexts number of contexts, {@link #TOP} included
   * @param slots number of slots
   */
  Grammar(int contexts, int slots) {
    this.slots = slots;
    slot = table(contexts);
    object = table(contexts);
    array = table(contexts);
    isArray = new boolean[contexts];
    keepsText = new boolean[slots];
    lookedAt = new boolean[slots];
    Arrays.fill(keepsText, true);
  }

  private static int[][] table(int contexts) {
    int[][] table = new int[contexts][Names.COUNT + 1];
    for (int[] row : table) {
      Arrays.fill(row, NOTHING);
    }
    return table;
  }

  /** The value of member {@code name} in {@code context} goes into {@code slot}. */
  Grammar field(int context, int name, int slot) {
    this.slot[context][name] = slot;
    return this;
  }

  /** As {@link #field}; the string is handed on instead of kept. */
  Grammar payload(int context, int name, int slot) {
    keepsText[slot] = false;
    return field(context, name, slot);
  }

  /** As {@link #field}; the whole string is hashed and its characters are looked at. */
  Grammar identifier(int context, int name, int slot) {
    lookedAt[slot] = true;
    return field(context, name, slot);
  }

  /** The object at member {@code name} of {@code context} is the context {@code child}. */
  Grammar object(int context, int name, int child) {
    object[context][name] = child;
    return this;
  }

  /** The array at member {@code name} of {@code context} is the context {@code child}. */
  Grammar array(int context, int name, int child) {
    array[context][name] = child;
    isArray[child] = true;
    return this;
  }

  int slots() {
    return slots;
  }

  boolean keepsText(int slot) {
    return keepsText[slot];
  }

  boolean isLookedAt(int slot) {
    return lookedAt[slot];
  }

  boolean isArray(int context) {
    return isArray[context];
  }

  int slot(int context, int name) {
    return slot[context][name];
  }

  int child(int context, int name, boolean isObject) {
    return isObject ? object[context][name] : array[context][name];
  }
}
