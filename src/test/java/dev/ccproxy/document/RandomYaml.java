package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Writes YAML files as people do: every style that the parser knows, mixed, with comments. */
final class RandomYaml {
  private static final List<String> KEYS =
      List.of(
          "model_list",
          "model",
          "api_key",
          "a",
          "b",
          "c",
          "d",
          "drop_params",
          "x-y",
          "two words",
          "größe",
          "'single'",
          "\"double: colon\"",
          "off",
          "1",
          "0x1F",
          "~x",
          "日本",
          "😀k",
          "a.b");
  private static final List<String> PLAIN =
      List.of(
          "value",
          "os.environ/KEY",
          "https://x.y:80/z?q#f",
          "yes",
          "no",
          "1",
          "1.5",
          "017",
          "1e3",
          "12:30:00",
          "null",
          "~",
          "two words",
          "a'b\"c",
          "größe",
          "日本語",
          "😀",
          "2001-01-01",
          "-x",
          ":x",
          "0o17",
          ".inf");
  private static final List<String> FLOW_PLAIN =
      List.of("v", "os.environ/K", "yes", "1", "null", "two words", "größe", "😀", "-1.5e+3");
  private static final List<String> QUOTED =
      List.of(
          "''",
          "\"\"",
          "'it''s'",
          "\"a\\tb\\u00e9\\n\"",
          "'# no comment'",
          "\"{[,]}\"",
          "'a: b'",
          "\"\\/\"",
          "' x '",
          "\"😀\\\\\"");
  private static final List<String> COMMENTS =
      List.of("# c", "#", "# a: b", "# - x", "# 日本語 😀", "#\ttab", "# \"'[{", "# ---- x ----");

  private final Random random;
  private final boolean aliases;
  private final StringBuilder out = new StringBuilder();
  private final String lineBreak;
  private final List<String> mappingAnchors = new ArrayList<>();
  private final List<String> anchors = new ArrayList<>();
  private int anchorCount;

  private RandomYaml(Random random, boolean aliases) {
    this.random = random;
    this.aliases = aliases;
    this.lineBreak = random.nextInt(4) == 0 ? "\r\n" : "\n";
  }

  /** A file; with {@code aliases} some parts of it are repeated. */
  static String file(Random random, boolean aliases) {
    return new RandomYaml(random, aliases).file();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String file() {
    if (chance(10)) {
      out.append("%YAML 1.1").append(lineBreak).append("---").append(lineBreak);
    } else if (chance(15)) {
      out.append("---");
      endLine();
    }
    standaloneLines(0);
    int column = chance(90) ? 0 : 2;
    if (chance(85)) {
      out.append(" ".repeat(column));
      mapping(column, 0);
    } else if (chance(50)) {
      out.append(" ".repeat(column));
      sequence(column, 0);
    } else {
      out.append(flow(0, column, true));
      endLine();
    }
    if (chance(10)) {
      out.append("...").append(lineBreak);
    }
    standaloneLines(0);
    if (chance(20)) {
      while (out.length() > 0
          && (out.charAt(out.length() - 1) == '\n' || out.charAt(out.length() - 1) == '\r')) {
        out.setLength(out.length() - 1);
      }
    }
    return out.toString();
  }

  private void standaloneLines(int column) {
    if (chance(12)) {
      out.append(lineBreak);
    }
    if (chance(12)) {
      out.append(" ".repeat(chance(70) ? column : random.nextInt(6))).append(any(COMMENTS));
      out.append(lineBreak);
    }
    if (chance(6)) {
      out.append(lineBreak);
    }
  }

  private void endLine() {
    if (chance(15)) {
      out.append(" ".repeat(1 + random.nextInt(3))).append(any(COMMENTS));
    } else if (chance(5)) {
      out.append("  ");
    }
    out.append(lineBreak);
  }

  private String anchor() {
    return chance(aliases ? 30 : 4) ? "&a" + ++anchorCount + " " : "";
  }

  /** What is complete may be repeated from here on. */
  private void complete(String anchor, boolean mapping) {
    if (aliases && !anchor.isEmpty() && chance(80)) {
      (mapping ? mappingAnchors : anchors).add(anchor.substring(1).trim());
    }
  }

  private Set<String> keys(int most) {
    Set<String> keys = new LinkedHashSet<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      keys.add(any(KEYS));
    }
    return keys;
  }

  /** The cursor is at the column of the keys. */
  private void mapping(int column, int depth) {
    boolean first = true;
    boolean spaced = chance(20);
    if (aliases && !mappingAnchors.isEmpty() && chance(40)) {
      out.append("<<: ");
      out.append(chance(80) ? "*" + any(mappingAnchors) : "[*" + any(mappingAnchors) + "]");
      endLine();
      first = false;
    }
    for (String key : keys(5)) {
      if (!first) {
        if (spaced) {
          out.append(lineBreak);
        }
        standaloneLines(column);
        out.append(" ".repeat(column));
      }
      if (chance(6)) {
        out.append("? ").append(key);
        if (chance(20)) {
          endLine();
        } else {
          endLine();
          out.append(" ".repeat(column)).append(":");
          value(column, depth);
        }
      } else {
        out.append(key).append(chance(5) ? " :" : ":");
        value(column, depth);
      }
      first = false;
    }
  }

  private void sequence(int column, int depth) {
    boolean spaced = chance(25);
    int gap = chance(80) ? 1 : 1 + random.nextInt(3);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        if (spaced) {
          out.append(lineBreak);
        }
        standaloneLines(column);
        out.append(" ".repeat(column));
      }
      out.append("-");
      int kind = random.nextInt(10);
      if (depth < 4 && kind < 4) {
        out.append(" ".repeat(gap));
        mapping(column + 1 + gap, depth + 1);
      } else if (depth < 4 && kind == 4) {
        out.append(" ".repeat(gap));
        sequence(column + 1 + gap, depth + 1);
      } else if (depth < 4 && kind == 5) {
        String anchor = anchor();
        out.append(" ").append(anchor);
        endLine();
        out.append(" ".repeat(column + 2));
        mapping(column + 2, depth + 1);
        complete(anchor, true);
      } else {
        leaf(column, depth);
      }
    }
  }

  /** Behind the colon of a key in {@code column}. */
  private void value(int column, int depth) {
    int kind = random.nextInt(10);
    if (depth < 4 && kind < 3) {
      int width = 1 + random.nextInt(4);
      String anchor = anchor();
      out.append(anchor.isEmpty() ? "" : " " + anchor.trim());
      endLine();
      standaloneLines(column + width);
      out.append(" ".repeat(column + width));
      mapping(column + width, depth + 1);
      complete(anchor, true);
    } else if (depth < 4 && kind < 5) {
      int width = chance(40) ? 0 : 1 + random.nextInt(4);
      endLine();
      standaloneLines(column + width);
      out.append(" ".repeat(column + width));
      sequence(column + width, depth + 1);
    } else {
      leaf(column, depth);
    }
  }

  /** A blank, a scalar or flow collection, and the end of its last line. */
  private void leaf(int column, int depth) {
    switch (random.nextInt(14)) {
      case 0 -> endLine();
      case 1 -> {
        out.append(" ").append(any(List.of("|", ">", "|-", ">-", "|+", ">+")));
        out.append(chance(20) ? " # header" : "").append(lineBreak);
        String indent = " ".repeat(column + 1 + random.nextInt(3));
        int lines = random.nextInt(4);
        for (int i = 0; i < lines; i++) {
          out.append(indent).append(any(List.of("text", "# no comment", "a: b", "- x", "日本 😀")));
          out.append(lineBreak).append(chance(15) ? lineBreak : "");
        }
      }
      case 2 -> {
        out.append(" first");
        out.append(lineBreak).append(" ".repeat(column + 1 + random.nextInt(3))).append("second");
        endLine();
      }
      case 3 -> {
        out.append(any(List.of(" 'first", " \"first"))).append(lineBreak);
        char quote = out.charAt(out.lastIndexOf("first") - 1);
        out.append(" ".repeat(column + 1)).append("second").append(quote);
        endLine();
      }
      case 4 -> {
        anchored(any(List.of("!!str 12", "!!int 12", "! x", "!!null ''")));
        endLine();
      }
      case 5, 6 -> {
        anchored(flow(depth, column, true));
        endLine();
      }
      case 7 -> {
        if (aliases && !anchors.isEmpty()) {
          out.append(" *").append(any(anchors));
        } else {
          out.append(" ").append(any(List.of("{}", "[]", "[ ]", "{ }", "&e" + ++anchorCount)));
        }
        endLine();
      }
      case 8, 9 -> {
        anchored(any(QUOTED));
        endLine();
      }
      default -> {
        anchored(any(PLAIN));
        endLine();
      }
    }
  }

  private void anchored(String content) {
    String anchor = anchor();
    out.append(" ".repeat(1 + random.nextInt(3))).append(anchor).append(content);
    complete(anchor, false);
  }

  private String flow(int depth, int column, boolean mayBreak) {
    boolean mapping = chance(50);
    boolean lines = mayBreak && chance(30);
    StringBuilder flow = new StringBuilder(mapping ? "{" : "[");
    List<String> entries = new ArrayList<>();
    if (mapping) {
      for (String key : keys(3)) {
        entries.add(chance(10) ? key : key + ": " + flowValue(depth, column));
      }
      if (aliases && !mappingAnchors.isEmpty() && chance(25)) {
        entries.add("<<: *" + any(mappingAnchors) + " ");
      }
    } else {
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        entries.add(chance(10) ? "k: " + flowValue(depth, column) : flowValue(depth, column));
      }
    }
    String indent = " ".repeat(column + 1 + random.nextInt(3));
    String space = chance(50) ? " " : "";
    for (int i = 0; i < entries.size(); i++) {
      if (lines) {
        flow.append(chance(20) ? " # open" : "").append(lineBreak).append(indent);
      } else {
        flow.append(i == 0 ? space : " ");
      }
      flow.append(entries.get(i));
      boolean comma = i < entries.size() - 1 || chance(20);
      flow.append(comma ? "," : "");
      flow.append(lines && chance(20) ? " # each" : "");
    }
    if (lines) {
      flow.append(lineBreak).append(" ".repeat(column + 1));
    } else {
      flow.append(entries.isEmpty() ? "" : space);
    }
    return flow.append(mapping ? "}" : "]").toString();
  }

  private String flowValue(int depth, int column) {
    if (depth < 3 && chance(20)) {
      return flow(depth + 1, column, false);
    }
    if (aliases && !anchors.isEmpty() && chance(15)) {
      return "*" + any(anchors) + " ";
    }
    String anchor = anchor();
    complete(anchor, false);
    return anchor + (chance(50) ? any(FLOW_PLAIN) : any(QUOTED));
  }
}
