package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code KEY=VALUE} lines, as a POSIX shell ({@code set -a; . ./file}), {@code bun
 * --env-file} and python-dotenv read them. The root is a mapping of strings; the span of a value
 * includes its quotes.
 *
 * <p>Nothing is evaluated: {@code $NAME}, {@code $(...)} and backticks are text. Where the three
 * readers differ, what two of them read is the value:
 *
 * <ul>
 *   <li>{@code #} begins a comment behind a blank (Bun: anywhere outside of quotes).
 *   <li>Between single quotes all is text; between double quotes {@code \"}, {@code \\}, {@code
 *       \$}, {@code \n} and {@code \t} are escapes and all other backslashes are text.
 *   <li>Without quotes a backslash is text (a shell drops it).
 *   <li>A line end inside quotes is a line feed, whatever the file has.
 * </ul>
 *
 * <p>A line that a shell does not read as one assignment is a {@link
 * Problem.Kind#NOT_AN_ASSIGNMENT}: blanks around {@code =}, a value of several words without
 * quotes, a quote that is never closed, no assignment at all. Where the other readers see a value
 * in it, it is in the tree all the same. A byte order mark and {@code CRLF} line ends are kept, and
 * are no problem here although they are one for a shell; see {@link SourceText}.
 */
public final class EnvDocument implements SourceDocument {
  private final String name;
  private final SourceText source;
  private final List<EnvReader.Assignment> assignments;
  private final List<Problem> problems;
  private final Node.Mapping root;

  private EnvDocument(String name, SourceText source) {
    this.name = name;
    this.source = source;
    EnvReader.Parsed parsed = EnvReader.read(source);
    this.assignments = parsed.assignments();
    this.problems = parsed.problems();
    List<Node.Entry> entries = new ArrayList<>(assignments.size());
    assignments.forEach(assignment -> entries.add(assignment.entry()));
    Span span =
        entries.isEmpty()
            ? Span.at(0)
            : new Span(
                entries.get(0).keySpan().start(),
                entries.get(entries.size() - 1).value().span().end());
    this.root = new Node.Mapping(span, entries);
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name name of the file as the user knows it
   * @throws DocumentException where the bytes are no UTF-8, with the place
   */
  public static EnvDocument parse(String name, byte[] bytes) throws DocumentException {
    return parse(name, SourceText.decode(name, bytes));
  }

  /**
   * Reads a text; every text is an env file of some kind.
   *
   * @param name name of the file as the user knows it
   */
  public static EnvDocument parse(String name, SourceText source) {
    return new EnvDocument(name, source);
  }

  /**
   * Whether a text can be the name of a variable: letters, digits and underscores, no digit first.
   */
  public static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isNameCharacter(text.charAt(i), i == 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isNameCharacter(char c, boolean first) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (!first && c >= '0' && c <= '9');
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SourceText source() {
    return source;
  }

  @Override
  public Node.Mapping root() {
    return root;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Takes {@link Change.Set} with a string and {@link Change.Remove}, at a path of one key that
   * is a name. A value that is there already is not touched, unless a shell could not read its
   * line. Of repeated keys, Set changes the last one, Remove takes all. New lines go to the end,
   * with {@code export} where all others have it.
   *
   * @throws EditRefusedException for other changes, and for values that cannot be written so that
   *     all readers read them alike; see {@link EnvText}
   */
  @Override
  public EnvDocument apply(List<Change> changes) throws EditRefusedException {
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    for (Change change : changes) {
      wanted.put(key(change), value(change));
    }
    List<Edit> edits = new ArrayList<>();
    StringBuilder added = new StringBuilder();
    for (Map.Entry<String, Optional<String>> one : wanted.entrySet()) {
      String key = one.getKey();
      if (one.getValue().isEmpty()) {
        remove(key, edits);
        continue;
      }
      String value = one.getValue().get();
      EnvReader.Assignment last = last(key);
      if (last == null) {
        added.append(newLine(key, value));
      } else if (!last.clean() || !scalar(last).isString(value)) {
        edits.add(replacement(last, value));
      }
    }
    if (added.length() > 0) {
      String text = source.text();
      boolean open = !text.isEmpty() && "\r\n".indexOf(text.charAt(text.length() - 1)) < 0;
      String before = open ? source.lineBreak() : "";
      edits.add(new Edit(Span.at(text.length()), before + added));
    }
    return proven(edits, wanted);
  }

  private String key(Change change) throws EditRefusedException {
    NodePath path = change.path();
    if (path.steps().size() == 1 && path.last() instanceof String key && isName(key)) {
      return key;
    }
    throw refused(0, "an env file has no place for " + path);
  }

  private Optional<String> value(Change change) throws EditRefusedException {
    if (change instanceof Change.Remove) {
      return Optional.empty();
    }
    if (change instanceof Change.Set set && set.value() instanceof Value.Text text) {
      return Optional.of(text.text());
    }
    throw refused(0, "only a string can be the value of " + change.path());
  }

  private EnvReader.@Nullable Assignment last(String key) {
    for (int i = assignments.size() - 1; i >= 0; i--) {
      if (assignments.get(i).entry().key().equals(key)) {
        return assignments.get(i);
      }
    }
    return null;
  }

  private static Node.Scalar scalar(EnvReader.Assignment assignment) {
    return (Node.Scalar) assignment.entry().value();
  }

  private void remove(String key, List<Edit> edits) {
    for (EnvReader.Assignment assignment : assignments) {
      Node.Entry entry = assignment.entry();
      if (entry.key().equals(key)) {
        int start = source.lineStart(entry.keySpan().start());
        edits.add(new Edit(new Span(start, assignment.lineEnd()), ""));
      }
    }
  }

  private Edit replacement(EnvReader.Assignment assignment, String value)
      throws EditRefusedException {
    Node.Entry entry = assignment.entry();
    Span span = entry.value().span();
    String text = encoded(entry.key(), value, span.start());
    if (!assignment.clean()) {
      span = new Span(entry.keySpan().start(), assignment.end());
      text = entry.key() + "=" + text;
    }
    int end = span.end();
    boolean more = source.lineEnd(end) > end;
    if (more && value.isEmpty()) {
      // python-dotenv takes the comment for the value where the value is empty.
      text += "''";
    }
    if (more && source.text().charAt(end) == '#') {
      text += " ";
    }
    return new Edit(span, text);
  }

  private String newLine(String key, String value) throws EditRefusedException {
    boolean export = !assignments.isEmpty();
    for (EnvReader.Assignment assignment : assignments) {
      export &= assignment.exported();
    }
    String line = key + "=" + encoded(key, value, source.text().length());
    return (export ? "export " : "") + line + source.lineBreak();
  }

  private String encoded(String key, String value, int offset) throws EditRefusedException {
    Optional<String> encoded = EnvText.encode(value);
    if (encoded.isEmpty()) {
      throw refused(offset, "the value for " + key + " has " + EnvText.obstacle(value));
    }
    return encoded.get();
  }

  private EnvDocument proven(List<Edit> edits, Map<String, Optional<String>> wanted)
      throws EditRefusedException {
    EnvDocument edited = edits.isEmpty() ? this : parse(name, source.apply(edits));
    Map<String, Value> expected = new LinkedHashMap<>(fields(root));
    wanted.forEach(
        (key, value) -> {
          expected.remove(key);
          value.ifPresent(text -> expected.put(key, Value.of(text)));
        });
    if (!expected.equals(fields(edited.root))) {
      throw refused(0, "the edited text would not mean what was asked for");
    }
    return edited;
  }

  private static Map<String, Value> fields(Node root) {
    return ((Value.Fields) Value.of(root)).fields();
  }

  private EditRefusedException refused(int offset, String reason) {
    return new EditRefusedException(name, source.position(offset), reason);
  }
}
