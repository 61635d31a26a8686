package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Span;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A place in a file, for people and for editors.
 *
 * @param path the file
 * @param shown the path as people read it
 * @param line 1 for the first line; 0 where the whole file is meant
 * @param column 1 for the first character; 0 where the whole file is meant
 * @param excerpt the line as it stands there, without the blanks around it; may hold a secret and
 *     hostile characters, the output makes it harmless
 * @param mark index in the excerpt of the character that is meant; 0 where the whole line is
 */
public record Place(Path path, String shown, int line, int column, String excerpt, int mark) {
  private static final int LONGEST_EXCERPT = 200;

  /** A place in a line that is meant as a whole. */
  public Place(Path path, String shown, int line, int column, String excerpt) {
    this(path, shown, line, column, excerpt, 0);
  }

  /** The whole file. */
  public static Place of(SourceFile file) {
    return new Place(file.path(), file.shown(), 0, 0, "");
  }

  /** Where a node stands. */
  public static Place of(SourceFile file, SourceDocument document, Node node) {
    return of(file, document, node.span());
  }

  /** Where a range of the document begins. */
  public static Place of(SourceFile file, SourceDocument document, Span span) {
    Position at = document.source().position(span.start());
    String text = document.source().text();
    int start = document.source().lineStart(span.start());
    String line = text.substring(start, document.source().lineEnd(span.start()));
    String excerpt = shorten(line.strip());
    int mark = span.start() - start - (line.length() - line.stripLeading().length());
    return new Place(
        file.path(),
        file.shown(),
        at.line(),
        at.column(),
        excerpt,
        Math.max(0, Math.min(mark, excerpt.length())));
  }

  /** A line of a file that has no tree. */
  public static Place line(SourceFile file, int line, int column, String text) {
    return new Place(file.path(), file.shown(), line, column, shorten(text.strip()));
  }

  private static String shorten(String line) {
    return line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "...";
  }

  /** {@code file:line:column}, or the file alone. */
  public String location() {
    return line == 0 ? shown : shown + ":" + line + ":" + column;
  }

  /** The place, or null where there is none. */
  public static @Nullable String location(@Nullable Place place) {
    return place == null ? null : place.location();
  }
}
