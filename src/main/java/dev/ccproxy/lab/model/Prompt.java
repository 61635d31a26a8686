package dev.ccproxy.lab.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the user really wrote, and what can be read out of it. */
final class Prompt {
  /** The client puts its own remarks into the user's turn. */
  private static final Pattern REMINDER =
      Pattern.compile("<system-reminder>.*?</system-reminder>", Pattern.DOTALL);

  private static final Pattern PATH =
      Pattern.compile("(?<![\\w./~-])((?:~|\\.{1,2})?/?(?:[\\w.@+-]+/)*[\\w.@+-]+\\.[A-Za-z]\\w*)");
  private static final Pattern QUOTED_PATH = Pattern.compile("[\"`]((?:/|~/)[^\"`\n]+)[\"`]");
  private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?<![\\w.~/])(/[^\\s\"'`,;)<>]+)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"\n]+)\"|`([^`\n]+)`");

  private final String text;

  private Prompt(String text) {
    this.text = text;
  }

  /** The prompt of a turn: its texts without what programs put between them. */
  static Prompt of(Turn turn) {
    List<String> texts = new ArrayList<>();
    for (Part part : turn.parts()) {
      if (part instanceof Part.Text said) {
        String clean = REMINDER.matcher(said.text()).replaceAll("").strip();
        if (!clean.isEmpty()) {
          texts.add(clean);
        }
      }
    }
    return new Prompt(String.join("\n", texts));
  }

  String text() {
    return text;
  }

  /** The text in one line, cut. */
  String brief(int length) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= length ? line : line.substring(0, length);
  }

  boolean matches(Pattern pattern) {
    return pattern.matcher(text).find();
  }

  Optional<String> group(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  List<String> groups(Pattern pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** The file that the prompt names: one in quotes first, then an absolute one, then any. */
  Optional<String> path() {
    return group(QUOTED_PATH)
        .or(() -> group(ABSOLUTE_PATH).map(path -> path.replaceAll("[.:!?]+$", "")))
        .or(() -> group(PATH));
  }

  /** What stands in double quotes or backticks. */
  List<String> quoted() {
    List<String> found = new ArrayList<>();
    Matcher matcher = QUOTED.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return found;
  }

  /** Where the prompt names a word as a whole; negative when it does not. */
  int find(String word) {
    Matcher matcher =
        Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(word) + "(?![A-Za-z0-9_])")
            .matcher(text);
    return matcher.find() ? matcher.start() : -1;
  }
}
