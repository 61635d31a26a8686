package dev.ccproxy.document;

import dev.ccproxy.document.YamlNode.Slot;
import dev.ccproxy.document.YamlNode.Style;

/**
 * How a file is indented, counted over all of it: the most frequent width wins, of equally frequent
 * ones the smaller.
 *
 * @param unit blanks by which a block mapping is deeper than the mapping it is in
 * @param dashOffset blanks by which the dashes of a list are deeper than its key; 0 is usual too
 */
record YamlStyle(int unit, int dashOffset) {
  private static final int WIDEST = 16;
  private static final int USUAL = 2;

  /** The indentation of a file; two blanks where it shows none. */
  static YamlStyle of(YamlTree tree) {
    int[] units = new int[WIDEST + 1];
    int[] dashes = new int[WIDEST + 1];
    count(tree.text(), tree.root(), units, dashes);
    int unit = mostFrequent(units, USUAL);
    return new YamlStyle(unit, mostFrequent(dashes, unit));
  }

  private static void count(YamlText text, YamlNode node, int[] units, int[] dashes) {
    if (node.style() != Style.BLOCK) {
      return;
    }
    for (Slot slot : node.slots()) {
      YamlNode value = slot.value();
      if (value.style() == Style.BLOCK) {
        if (node.isMapping()) {
          int width = text.column(value.content()) - text.column(slot.start());
          if (width >= 0 && width <= WIDEST) {
            (value.isMapping() ? units : dashes)[width]++;
          }
        }
        count(text, value, units, dashes);
      }
    }
  }

  private static int mostFrequent(int[] counts, int otherwise) {
    int best = -1;
    for (int width = 0; width < counts.length; width++) {
      if (counts[width] > 0 && (best < 0 || counts[width] > counts[best])) {
        best = width;
      }
    }
    return best < 0 ? otherwise : best;
  }
}
