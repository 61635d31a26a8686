package dev.ccproxy.document;

import java.util.List;
import java.util.Random;

/** Writes JSON texts as people write them: every layout, comments, stray commas, repeated keys. */
final class RandomJson {
  private static final List<String> KEYS = List.of("a", "b", "c", "env", "é😀", "x y");

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private final String lineEnd;
  private final String unit;
  private final boolean comments;
  private final boolean trailingCommas;
  private final boolean repeatedKeys;
  private final boolean commasAhead;
  private int comment;

  private RandomJson(Random random) {
    this.random = random;
    this.lineEnd = random.nextInt(3) == 0 ? "\r\n" : "\n";
    this.unit = List.of("  ", "    ", "\t", "").get(random.nextInt(4));
    this.comments = random.nextBoolean();
    this.trailingCommas = random.nextInt(3) == 0;
    this.repeatedKeys = random.nextInt(4) == 0;
    this.commasAhead = random.nextInt(6) == 0;
  }

  /** A whole text; its root is an object. */
  static String text(Random random) {
    RandomJson json = new RandomJson(random);
    json.maybeComment("");
    json.container(true, 0, "");
    json.maybeComment("");
    return json.out + (random.nextBoolean() ? json.lineEnd : "");
  }

  static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private void value(int depth, String indent) {
    int kind = random.nextInt(depth > 3 ? 6 : 10);
    switch (kind) {
      case 0 -> out.append(random.nextInt(100));
      case 1 -> out.append(random.nextBoolean());
      case 2 -> out.append("null");
      case 3 -> out.append("-1.50e+3");
      case 4, 5 -> string("v" + random.nextInt(9) + (random.nextBoolean() ? "//,}" : "\"\\\n"));
      case 6, 7, 8 -> container(true, depth, indent);
      default -> container(false, depth, indent);
    }
  }

  private void string(String text) {
    String quoted = JsonText.quote(text);
    out.append(random.nextInt(5) == 0 ? quoted.replace("v", "\\u0076") : quoted);
  }

  private void container(boolean object, int depth, String outer) {
    boolean lines = random.nextInt(3) != 0;
    boolean mixed = random.nextInt(4) == 0;
    boolean padded = random.nextBoolean();
    String indent = outer + unit;
    int count = random.nextInt(5);
    out.append(object ? '{' : '[');
    if (count == 0) {
      space(random.nextInt(4) == 0, random.nextBoolean(), outer);
    }
    int first = random.nextInt(KEYS.size());
    for (int i = 0; i < count; i++) {
      boolean broken = mixed ? random.nextBoolean() : lines;
      if (i > 0 && !commasAhead) {
        out.append(',');
      }
      space(broken, i > 0 || padded, indent);
      if (i > 0 && commasAhead) {
        out.append(", ");
      }
      if (object) {
        int key = repeatedKeys ? random.nextInt(KEYS.size()) : (first + i) % KEYS.size();
        out.append(JsonText.quote(KEYS.get(key)));
        out.append(padded ? ": " : ":");
        maybeComment("");
      }
      value(depth + 1, indent);
      if (random.nextInt(8) == 0) {
        maybeComment("");
      }
    }
    if (count > 0) {
      out.append(trailingCommas && random.nextBoolean() ? "," : "");
      space(lines && !(mixed && random.nextBoolean()), padded, outer);
    }
    out.append(object ? '}' : ']');
  }

  /** Space between two tokens, with comments at times. */
  private void space(boolean broken, boolean blank, String indent) {
    if (comments && random.nextInt(6) == 0) {
      out.append(blank ? " " : "").append("/*").append(comment++).append("*/");
    }
    if (!broken) {
      out.append(blank ? " " : "");
      return;
    }
    if (comments && random.nextInt(5) == 0) {
      out.append(" //").append(comment++);
    }
    out.append(lineEnd);
    for (int i = random.nextInt(6) - 4; i > 0; i--) {
      out.append(lineEnd);
    }
    if (comments && random.nextInt(5) == 0) {
      out.append(indent).append("// ").append(comment++).append(lineEnd);
    }
    out.append(indent);
  }

  private void maybeComment(String indent) {
    if (comments && random.nextInt(6) == 0) {
      out.append("/* ").append(comment++).append(random.nextInt(4) == 0 ? lineEnd : "");
      out.append(indent).append(" */");
    }
  }
}
