package dev.ccproxy.explain;

import java.util.List;

/**
 * A place where a wording stands; all numbers are places in the folded text.
 *
 * @param excludes whether the words say that the signature is not meant
 * @param atStart whether they count at the beginning of a line only
 * @param starts where the pieces of the wording begin
 * @param ends where they end
 */
record Hit(
    Signature signature,
    boolean excludes,
    boolean atStart,
    int start,
    int end,
    int[] starts,
    int[] ends,
    List<Capture> captures) {

  /** What stands in a hole. */
  record Capture(String name, int from, int to) {}
}
