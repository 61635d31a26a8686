package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads an env file line by line. Nothing is evaluated, and nothing is a reason to give up. */
final class EnvReader {
  /** What ends a word for a shell or makes it do something, outside of quotes. */
  private static final String SHELL = " \t;&|<>()'\"";

  private final String text;
  private final Blanks blanks;
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private int at;

  private EnvReader(String text) {
    this.text = text;
    this.blanks = new Blanks(text);
  }

  /**
   * One assignment.
   *
   * @param entry key and value
   * @param exported whether {@code export} stands before it
   * @param clean whether a shell, too, reads it as an assignment of this value
   * @param end where the assignment ends, a comment behind it not counted
   * @param lineEnd where its last line ends, the line break included
   */
  record Assignment(Node.Entry entry, boolean exported, boolean clean, int end, int lineEnd) {}

  /** What was read, in the order of the file. */
  record Parsed(List<Assignment> assignments, List<Problem> problems) {}

  static Parsed read(SourceText source) {
    EnvReader reader = new EnvReader(source.text());
    while (reader.at < reader.text.length()) {
      reader.line();
    }
    return new Parsed(List.copyOf(reader.assignments), List.copyOf(reader.problems));
  }

  private void line() {
    int start = blanks.skipBlanks(at);
    if (isLineEnd(start) || blanks.is(start, '#')) {
      at = blanks.skipLineEnd(lineEnd(start));
      return;
    }
    int key = start;
    boolean exported = text.startsWith("export", start) && blanks.isBlank(start + 6);
    if (exported) {
      key = blanks.skipBlanks(start + 6);
    }
    int keyEnd = nameEnd(key);
    int equals = blanks.skipBlanks(keyEnd);
    if (keyEnd == key || !blanks.is(equals, '=')) {
      int end = blanks.skipBlanksBack(lineEnd(start));
      problems.add(new Problem(new Span(start, end), Problem.Kind.NOT_AN_ASSIGNMENT, ""));
      at = blanks.skipLineEnd(lineEnd(start));
      return;
    }
    assignment(new Span(key, keyEnd), exported, equals);
  }

  private void assignment(Span keySpan, boolean exported, int equals) {
    String key = keySpan.of(text);
    Word word = word(equals + 1);
    int lineEnd = lineEnd(word.end());
    boolean clean = word.clean() && equals == keySpan.end();
    Node.Scalar value = new Node.Scalar(word.span(), Node.Kind.STRING, word.value());
    assignments.add(
        new Assignment(
            new Node.Entry(keySpan, key, value),
            exported,
            clean,
            word.end(),
            blanks.skipLineEnd(lineEnd)));
    if (!clean) {
      Span span = new Span(keySpan.start(), word.end());
      problems.add(new Problem(span, Problem.Kind.NOT_AN_ASSIGNMENT, key));
    }
    if (!keys.add(key)) {
      problems.add(new Problem(keySpan, Problem.Kind.DUPLICATE_KEY, key));
    }
    at = blanks.skipLineEnd(lineEnd);
  }

  /**
   * A value.
   *
   * @param clean whether a shell reads it alike
   * @param end where all ends that is no comment; behind the span where more follows
   */
  private record Word(Span span, String value, boolean clean, int end) {}

  private Word word(int equals) {
    int start = blanks.skipBlanks(equals);
    boolean apart = start > equals;
    if (isLineEnd(start) || (apart && blanks.is(start, '#'))) {
      return new Word(Span.at(equals), "", true, equals);
    }
    int close = blanks.is(start, '\'') || blanks.is(start, '"') ? closingQuote(start) : -1;
    if (close < 0) {
      return unquoted(start, apart);
    }
    int end = close + 1;
    int next = blanks.skipBlanks(end);
    if (isLineEnd(next) || blanks.is(next, '#')) {
      boolean clean = !apart && (isLineEnd(next) || next > end);
      return new Word(new Span(start, end), unquote(start, close), clean, end);
    }
    return joined(start);
  }

  private Word unquoted(int start, boolean apart) {
    int end = contentEnd(start);
    Span span = new Span(start, end);
    String value = span.of(text);
    boolean clean = !apart && !value.endsWith("\\");
    for (int i = 0; i < value.length(); i++) {
      clean = clean && SHELL.indexOf(value.charAt(i)) < 0;
    }
    return new Word(span, value, clean, end);
  }

  /** Quoted and other text without a blank in between: one word for a shell, and for it alone. */
  private Word joined(int start) {
    StringBuilder value = new StringBuilder();
    int i = start;
    while (!isLineEnd(i) && !blanks.isBlank(i)) {
      char c = text.charAt(i);
      int close = c == '\'' || c == '"' ? closingQuote(i) : -1;
      if (close >= 0) {
        value.append(unquote(i, close));
        i = close + 1;
      } else {
        i += c == '\\' && !isLineEnd(i + 1) ? 1 : 0;
        value.append(text.charAt(i));
        i++;
      }
    }
    return new Word(new Span(start, i), value.toString(), false, contentEnd(i));
  }

  /** Where the content of a line ends: before its comment, and before the blanks at its end. */
  private int contentEnd(int from) {
    int end = lineEnd(from);
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == '#' && i > 0 && blanks.isBlank(i - 1)) {
        end = i;
      }
    }
    return Math.max(from, blanks.skipBlanksBack(end));
  }

  /** Where the quote closes that opens at {@code open}; -1 where it never does. */
  private int closingQuote(int open) {
    char quote = text.charAt(open);
    int i = open + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += quote == '"' && text.charAt(i) == '\\' ? 2 : 1;
    }
    return i < text.length() ? i : -1;
  }

  private String unquote(int open, int close) {
    boolean escapes = text.charAt(open) == '"';
    StringBuilder value = new StringBuilder();
    for (int i = open + 1; i < close; i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        value.append('\n');
        i = blanks.skipLineEnd(i) - 1;
      } else if (c == '\\' && escapes) {
        char next = text.charAt(i + 1);
        int escape = "\"\\$nt".indexOf(next);
        value.append(escape < 0 ? "\\" : "\"\\$\n\t".substring(escape, escape + 1));
        i += escape < 0 ? 0 : 1;
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private int nameEnd(int start) {
    int i = start;
    while (i < text.length() && EnvDocument.isNameCharacter(text.charAt(i), i == start)) {
      i++;
    }
    return i;
  }

  private boolean isLineEnd(int offset) {
    return offset == text.length() || blanks.isLineEnd(offset);
  }

  private int lineEnd(int from) {
    int i = from;
    while (!isLineEnd(i)) {
      i++;
    }
    return i;
  }
}
