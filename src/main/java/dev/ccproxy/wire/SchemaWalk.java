package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tokens of a tool's arguments with the declared schema and with dictated values. Only
 * the levels that the schema describes are kept, so the nesting of the arguments costs nothing.
 */
final class SchemaWalk extends JsonSink {

  /** What is there of an argument that is not given. */
  static final String MISSING = "missing";

  /**
   * An argument that is not as declared.
   *
   * @param path where it stands, for example {@code files[0].edits}
   * @param expected what is declared
   * @param got what is there
   */
  record Mismatch(String path, String expected, String got) {}

  private final ToolSchema schema;
  private final ExpectedArguments expected;

  private final List<Level> levels = new ArrayList<>();
  private long blind;

  private int values;
  private int objects;
  private Kind firstKind = Kind.ABSENT;
  private boolean firstHasMembers;
  private @Nullable Mismatch mismatch;

  private @Nullable String wanted;
  private final StringBuilder wantedText = new StringBuilder();

  /** One object or array that is open. */
  private static final class Level {
    final boolean object;
    final ToolSchema schema;
    final Set<String> seen = new HashSet<>();
    String key = "";
    long element = -1;

    Level(boolean object, ToolSchema schema) {
      this.object = object;
      this.schema = schema;
    }

    @Nullable ToolSchema member() {
      return object ? schema.properties().get(key) : schema.items();
    }
  }

  SchemaWalk(ToolSchema schema, ExpectedArguments expected) {
    this.schema = schema;
    this.expected = expected;
  }

  /** Number of values at the top, the unfinished last one included. */
  int values() {
    return values;
  }

  /** How many of them are objects. */
  int objects() {
    return objects;
  }

  /** Kind of the first value. */
  Kind firstKind() {
    return firstKind;
  }

  /** Whether the first value is an object with no member. */
  boolean firstIsEmptyObject() {
    return firstKind == Kind.OBJECT && !firstHasMembers;
  }

  /** The first argument that is not as declared, null where all are. */
  @Nullable Mismatch mismatch() {
    return mismatch;
  }

  @Override
  void key(byte[] b, int from, int to, boolean whole) {
    if (blind > 0) {
      return;
    }
    Level level = levels.get(levels.size() - 1);
    if (levels.size() == 1 && values == 1) {
      firstHasMembers = true;
    }
    boolean named = !level.schema.properties().isEmpty() || !level.schema.required().isEmpty();
    boolean dictated = levels.size() == 1 && !expected.isEmpty();
    wanted = null;
    if (!whole || !(named || dictated)) {
      level.key = "";
      return;
    }
    String key = new String(b, from, to - from, StandardCharsets.UTF_8);
    level.key = key;
    if (dictated && expected.value(key) != null) {
      wanted = key;
    }
    boolean declared =
        level.schema.properties().containsKey(key) || level.schema.required().contains(key);
    if (declared && !level.seen.add(key)) {
      mismatch(path(key), "once", "given twice");
    }
  }

  @Override
  void string(byte[] b, int from, int to, boolean first, boolean last, long at) {
    if (first) {
      value(ToolSchema.STRING, Kind.STRING);
      wantedText.setLength(0);
    }
    String name = wanted;
    if (blind > 0 || levels.size() != 1 || name == null) {
      return;
    }
    String dictated = expected.value(name);
    // Bytes are kept one to a char and decoded at the end; a little more than needed is enough to
    // tell that it differs.
    int room = (dictated == null ? 0 : dictated.length() * 4 + 8) - wantedText.length();
    for (int i = from; i < to && room > 0; i++, room--) {
      wantedText.append((char) (b[i] & 0xFF));
    }
    if (last) {
      byte[] bytes = wantedText.toString().getBytes(StandardCharsets.ISO_8859_1);
      expected.got(name, new String(bytes, StandardCharsets.UTF_8));
      wanted = null;
    }
  }

  @Override
  void number(byte[] b, int from, int to, boolean whole, long at) {
    String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    value(isInteger(text) ? ToolSchema.INTEGER : ToolSchema.NUMBER, Kind.NUMBER);
    got(text);
  }

  /** Whether a number has no fraction, however it is written. */
  private static boolean isInteger(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        try {
          double number = Double.parseDouble(text);
          return number == Math.rint(number);
        } catch (NumberFormatException e) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  void literal(Kind kind, long at) {
    value(kind == Kind.NULL ? ToolSchema.NULL : ToolSchema.BOOLEAN, kind);
    got(kind.words());
  }

  private void got(String text) {
    if (wanted != null && blind == 0 && levels.size() == 1) {
      expected.got(wanted, text);
      wanted = null;
    }
  }

  @Override
  void open(boolean object, long at) {
    ToolSchema member = value(object ? ToolSchema.OBJECT : ToolSchema.ARRAY, kind(object));
    got(kind(object).words());
    if (blind > 0 || member == null) {
      blind++;
    } else {
      levels.add(new Level(object, member));
    }
  }

  private static Kind kind(boolean object) {
    return object ? Kind.OBJECT : Kind.ARRAY;
  }

  @Override
  void close(boolean object, long at) {
    if (blind > 0) {
      blind--;
      return;
    }
    Level level = levels.get(levels.size() - 1);
    if (object) {
      checkRequired(level);
    }
    levels.remove(levels.size() - 1);
  }

  private void checkRequired(Level level) {
    for (String name : level.schema.required()) {
      if (!level.seen.contains(name)) {
        ToolSchema declared = level.schema.properties().get(name);
        String words = declared == null ? "" : declared.words();
        mismatch(path(name), words.isEmpty() ? "given" : words, MISSING);
        return;
      }
    }
  }

  /** A value of this type starts; returns its schema, null where nothing is known of it. */
  private @Nullable ToolSchema value(int type, Kind kind) {
    if (blind > 0) {
      return null;
    }
    if (levels.isEmpty()) {
      values++;
      if (values == 1) {
        firstKind = kind;
      }
      if (type == ToolSchema.OBJECT) {
        objects++;
      }
      return schema;
    }
    Level level = levels.get(levels.size() - 1);
    level.element++;
    ToolSchema member = level.member();
    if (member != null && !member.allows(type)) {
      mismatch(path(level.key), member.words(), ToolSchema.words(type));
    }
    return member;
  }

  private void mismatch(String path, String declared, String got) {
    if (mismatch == null && values <= 1) {
      mismatch = new Mismatch(path, declared, got);
    }
  }

  /** The way to member {@code name} of the innermost open level. */
  private String path(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (!level.object) {
        out.append('[').append(level.element).append(']');
      } else {
        out.append(out.length() == 0 ? "" : ".").append(i == levels.size() - 1 ? name : level.key);
      }
    }
    return out.toString();
  }
}
