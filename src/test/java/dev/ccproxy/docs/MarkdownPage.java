package dev.ccproxy.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as far as tests look at it.
 *
 * @param blocks fenced code blocks, in order
 * @param anchors of the headings, as GitHub makes them
 * @param links targets of links and pictures outside of code, with their lines
 * @param code inline code, with its lines
 * @param prose the lines outside of fenced blocks
 */
record MarkdownPage(
    String name,
    List<Block> blocks,
    List<String> anchors,
    List<Found> links,
    List<Found> code,
    List<Found> prose) {

  /** A piece of text and the line, from 1, on which it stands. */
  record Found(int line, String text) {}

  /**
   * A fenced code block.
   *
   * @param line of the opening fence, from 1
   * @param language first word of the info string; empty where there is none
   * @param attributes further words of the info string; a word without {@code =} has an empty value
   * @param before the last line of prose in front of it; empty where there is none
   */
  record Block(
      int line,
      String language,
      Map<String, String> attributes,
      List<String> lines,
      String before) {
    boolean has(String attribute) {
      return attributes.containsKey(attribute);
    }

    String text() {
      return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
  }

  private static final Pattern FENCE = Pattern.compile("^( *)(`{3,}|~{3,})\\s*(.*)$");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
  private static final Pattern INLINE = Pattern.compile("(`+)(.+?)\\1");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^()\\s]+)\\)");

  static MarkdownPage read(Path file, String name) {
    try {
      return parse(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException when a fence is never closed
   */
  static MarkdownPage parse(String name, String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> anchors = new ArrayList<>();
    List<Found> links = new ArrayList<>();
    List<Found> code = new ArrayList<>();
    List<Found> prose = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    List<String> lines = text.lines().toList();
    String before = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = closing(lines, i + 1, fence.group(2));
        if (end < 0) {
          throw new IllegalArgumentException(name + ":" + (i + 1) + ": this block never ends");
        }
        blocks.add(
            block(
                i + 1,
                fence.group(3).strip(),
                lines.subList(i + 1, end),
                fence.group(1).length(),
                before));
        i = end;
        continue;
      }
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        anchors.add(anchor(heading.group(1), seen));
      }
      if (!line.isBlank()) {
        before = line;
      }
      prose.add(new Found(i + 1, line));
      Matcher inline = INLINE.matcher(line);
      while (inline.find()) {
        code.add(new Found(i + 1, inline.group(2).strip()));
      }
      Matcher link = LINK.matcher(INLINE.matcher(line).replaceAll("code"));
      while (link.find()) {
        links.add(new Found(i + 1, link.group(1)));
      }
    }
    return new MarkdownPage(name, blocks, anchors, links, code, prose);
  }

  private static int closing(List<String> lines, int from, String fence) {
    for (int i = from; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(fence) && line.chars().allMatch(c -> c == fence.charAt(0))) {
        return i;
      }
    }
    return -1;
  }

  private static Block block(
      int line, String info, List<String> content, int indent, String before) {
    String language = "";
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String word : info.split("\\s+")) {
      int equals = word.indexOf('=');
      if (language.isEmpty()) {
        language = word;
      } else if (equals < 0) {
        attributes.put(word, "");
      } else {
        attributes.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    List<String> lines = new ArrayList<>();
    for (String each : content) {
      int cut = 0;
      while (cut < indent && cut < each.length() && each.charAt(cut) == ' ') {
        cut++;
      }
      lines.add(each.substring(cut));
    }
    return new Block(line, language, attributes, lines, before);
  }

  private static String anchor(String heading, Map<String, Integer> seen) {
    StringBuilder made = new StringBuilder();
    String plain = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
    for (char c : plain.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
        made.append(c);
      } else if (c == ' ') {
        made.append('-');
      }
    }
    int times = seen.merge(made.toString(), 1, Integer::sum);
    return times == 1 ? made.toString() : made + "-" + (times - 1);
  }
}
