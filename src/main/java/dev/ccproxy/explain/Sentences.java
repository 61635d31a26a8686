package dev.ccproxy.explain;

import java.util.Map;

/** Sentences of the data file with what the text says in them. */
final class Sentences {
  private Sentences() {}

  /** {@code ${name}} becomes its value, or {@code <name>} where the text does not say it. */
  static String fill(String sentence, Map<String, String> values) {
    int hole = sentence.indexOf("${");
    if (hole < 0) {
      return sentence;
    }
    StringBuilder out = new StringBuilder(sentence.length() + 32);
    int done = 0;
    while (hole >= 0) {
      int end = sentence.indexOf('}', hole);
      if (end < 0) {
        break;
      }
      String name = sentence.substring(hole + 2, end);
      String value = values.get(name);
      out.append(sentence, done, hole)
          .append(value == null || value.isEmpty() ? "<" + name + ">" : value);
      done = end + 1;
      hole = sentence.indexOf("${", done);
    }
    return out.append(sentence, done, sentence.length()).toString();
  }
}
