package dev.ccproxy.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a shell block, as far as the documentation uses the shell.
 *
 * @param words with quotes resolved; empty for a blank line or a comment
 * @param stdin file behind {@code <}
 * @param stdout file behind {@code >}
 * @param exit the code that a comment "exit N" promises, else 0
 * @param promised whether there is such a comment
 */
record CommandLine(
    List<String> words,
    @Nullable String stdin,
    @Nullable String stdout,
    int exit,
    boolean promised) {
  private static final Pattern EXIT = Pattern.compile("\\bexit (\\d+)\\b");

  /** The lines of a block, with lines that end in a backslash joined and a prompt taken off. */
  static List<String> logical(List<String> lines) {
    List<String> logical = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : lines) {
      String bare = open.isEmpty() && line.startsWith("$ ") ? line.substring(2) : line;
      if (bare.endsWith("\\")) {
        open.append(bare, 0, bare.length() - 1).append(' ');
      } else {
        logical.add(open + bare);
        open.setLength(0);
      }
    }
    if (!open.isEmpty()) {
      logical.add(open.toString());
    }
    return logical;
  }

  /**
   * Takes a line apart. What comes after a pipe is left out.
   *
   * @throws IllegalArgumentException for what a page must not use in a line that is run
   */
  static CommandLine parse(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean started = false;
    String comment = "";
    int pipe = -1;
    for (int i = 0; i < line.length() && comment.isEmpty() && pipe < 0; i++) {
      char c = line.charAt(i);
      switch (c) {
        case ' ', '\t' -> {
          if (started) {
            words.add(word.toString());
          }
          word.setLength(0);
          started = false;
        }
        case '\'', '"' -> {
          int end = line.indexOf(c, i + 1);
          if (end < 0) {
            throw new IllegalArgumentException("a quote is not closed: " + line);
          }
          String quoted = line.substring(i + 1, end);
          if (c == '"' && (quoted.contains("$") || quoted.contains("`"))) {
            throw new IllegalArgumentException("nothing is substituted here: " + line);
          }
          word.append(quoted);
          started = true;
          i = end;
        }
        case '#' -> {
          if (started) {
            word.append(c);
          } else {
            comment = line.substring(i);
          }
        }
        case '|' -> pipe = i;
        case '$', '`', ';', '&', '(', ')', '*', '\\' ->
            throw new IllegalArgumentException("'" + c + "' cannot be run here: " + line);
        case '<', '>' -> {
          if (started) {
            throw new IllegalArgumentException("a blank must stand before '" + c + "': " + line);
          }
          words.add(String.valueOf(c));
        }
        default -> {
          word.append(c);
          started = true;
        }
      }
    }
    if (started) {
      words.add(word.toString());
    }
    Matcher exit = EXIT.matcher(comment);
    boolean promised = exit.find();
    return new CommandLine(
        without(words),
        behind(words, "<"),
        behind(words, ">"),
        promised ? Integer.parseInt(exit.group(1)) : 0,
        promised);
  }

  boolean isCcproxy() {
    return words.size() > 1 && words.get(0).equals("ccproxy");
  }

  private static List<String> without(List<String> words) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("<") || words.get(i).equals(">")) {
        i++;
      } else {
        kept.add(words.get(i));
      }
    }
    return kept;
  }

  private static @Nullable String behind(List<String> words, String sign) {
    int at = words.indexOf(sign);
    return at < 0 ? null : words.get(at + 1);
  }
}
