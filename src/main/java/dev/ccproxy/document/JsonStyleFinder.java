package dev.ccproxy.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads off a text how its objects and lists are laid out. */
final class JsonStyleFinder {
  private static final String DEFAULT_UNIT = "  ";

  private final SourceText source;
  private final String text;
  private final JsonTrivia trivia;

  JsonStyleFinder(SourceText source) {
    this.source = source;
    this.text = source.text();
    this.trivia = new JsonTrivia(text);
  }

  /** The style for a file without content: two blanks a level. */
  JsonStyle ofNothing() {
    return new JsonStyle(source.lineBreak(), DEFAULT_UNIT, ": ", ", ", "", false);
  }

  /** The style that a whole document suggests for what has nothing to go by itself. */
  JsonStyle ofDocument(Node root) {
    String unit = unit(root);
    if (unit == null) {
      unit = isInLines(root) ? "" : DEFAULT_UNIT;
    }
    return new JsonStyle(source.lineBreak(), unit, ": ", ", ", "", false);
  }

  /**
   * The style of an object or list.
   *
   * @param outer the style of what it stands in, for all that it does not show itself
   */
  JsonStyle of(JsonContainer container, JsonStyle outer) {
    List<JsonContainer.Member> members = container.members();
    if (members.isEmpty()) {
      return outer;
    }
    int last = members.size() - 1;
    boolean oneLine = !trivia.isBroken(container.spaceBefore(last), members.get(last).start());
    String colon = outer.colon();
    String comma = outer.comma();
    if (!container.isList()) {
      colon = colon(members.get(last));
      comma = colon.endsWith(" ") ? ", " : ",";
    }
    if (oneLine && last > 0) {
      int at = trivia.comma(container.spaceBefore(last), members.get(last).start());
      comma = trivia.isBlank(at + 1) ? ", " : ",";
    }
    String pad = outer.pad();
    if (oneLine && !container.isList()) {
      pad = trivia.isBlank(container.inside()) ? " " : "";
    }
    String unit = step(container, last);
    return new JsonStyle(
        outer.lineEnd(), unit == null ? outer.unit() : unit, colon, comma, pad, oneLine);
  }

  /**
   * The blanks before the members of an object or list that has some: those of the last one, up to
   * a given one, that begins a line.
   */
  String indent(JsonContainer container, int upTo) {
    String indent = ownIndent(container, upTo);
    return indent == null ? trivia.indent(container.members().get(upTo).start()) : indent;
  }

  private @Nullable String ownIndent(JsonContainer container, int upTo) {
    for (int i = upTo; i >= 0; i--) {
      if (isFirstOnLine(container, i)) {
        return trivia.indent(container.members().get(i).start());
      }
    }
    return null;
  }

  /**
   * Whether nothing stands before a member on its line, the comma that belongs to the member before
   * it not counted.
   */
  boolean isFirstOnLine(JsonContainer container, int index) {
    int before = trivia.skipBlanksBack(container.members().get(index).start());
    if (before > container.spaceBefore(index) && trivia.is(before - 1, ',')) {
      before = trivia.skipBlanksBack(before - 1);
    }
    return trivia.isLineStart(before);
  }

  /** The colon of a member with at most one blank on each side. */
  private String colon(JsonContainer.Member member) {
    int keyEnd = trivia.stringEnd(member.start());
    boolean before = trivia.isBlank(keyEnd);
    boolean behind = !trivia.is(member.valueStart() - 1, ':');
    return (before ? " :" : ":") + (behind ? " " : "");
  }

  /** What the members of the first indented object or list are indented by; null without one. */
  private @Nullable String unit(Node node) {
    // What stands in one line shows no indentation, and may be the whole of a large file.
    boolean broken = trivia.isBroken(node.span().start(), node.span().end());
    JsonContainer container = broken ? container(node) : null;
    if (container == null || container.members().isEmpty()) {
      return null;
    }
    int last = container.members().size() - 1;
    String unit = step(container, last);
    if (unit != null) {
      return unit;
    }
    for (JsonContainer.Member member : container.members()) {
      JsonDraft draft = member.draft();
      unit = draft == null ? null : unit(draft.origin());
      if (unit != null) {
        return unit;
      }
    }
    return null;
  }

  private boolean isInLines(Node node) {
    JsonContainer container = container(node);
    return container != null && !container.members().isEmpty() && isFirstOnLine(container, 0);
  }

  private static @Nullable JsonContainer container(Node node) {
    return node instanceof Node.Scalar ? null : JsonContainer.of(node, JsonDraft.opened(node));
  }

  /**
   * How much deeper the members are indented than the line of the opening bracket; null where they
   * are not.
   */
  private @Nullable String step(JsonContainer container, int last) {
    String indent = ownIndent(container, last);
    if (indent == null) {
      return null;
    }
    String outer = trivia.indent(container.span().start());
    return indent.length() > outer.length() && indent.startsWith(outer)
        ? indent.substring(outer.length())
        : null;
  }
}
