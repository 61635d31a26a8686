package dev.ccproxy.document;

import java.io.StringReader;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Hands a string to the scanner character by character. The reader of the library copies its window
 * for every 1,023 characters of a token, which takes minutes for a hostile file of one long line,
 * counts code points, and keeps a piece of the file in every mark, from where it gets into
 * messages. This one counts UTF-16 offsets, so a mark is an offset of the text. The scanner never
 * sees the difference: no character beyond the first plane means anything to it.
 */
final class YamlReader extends StreamReader {
  private static final int[] NO_TEXT = {};

  private final String text;
  private final int before;
  private int offset;
  private int line;
  private int column;

  /**
   * @param before characters of the file before the text: 1 where a byte order mark was cut off
   */
  YamlReader(String text, int before) {
    super(new StringReader(""));
    this.text = text;
    this.before = before;
  }

  /** Where the scanner is. */
  int offset() {
    return Math.min(offset, text.length());
  }

  @Override
  public Mark getMark() {
    return new Mark("", offset(), line, column, NO_TEXT, 0);
  }

  @Override
  public void forward() {
    forward(1);
  }

  @Override
  public void forward(int length) {
    for (int i = 0; i < length && offset < text.length(); i++) {
      char c = text.charAt(offset++);
      if (YamlText.isBreak(c) && (c != '\r' || peek() != '\n')) {
        line++;
        column = 0;
      } else if (c != '\uFEFF') {
        column++;
      }
    }
  }

  @Override
  public int peek() {
    return peek(0);
  }

  @Override
  public int peek(int index) {
    return offset + index < text.length() ? text.charAt(offset + index) : 0;
  }

  @Override
  public String prefix(int length) {
    return text.substring(offset(), Math.min(offset + length, text.length()));
  }

  @Override
  public String prefixForward(int length) {
    String prefix = prefix(length);
    offset += length;
    column += length;
    return prefix;
  }

  @Override
  public int getColumn() {
    return column;
  }

  @Override
  public int getLine() {
    return line;
  }

  @Override
  public int getIndex() {
    return before + offset;
  }

  /** The size of the file is checked before. */
  @Override
  public int getDocumentIndex() {
    return 0;
  }

  @Override
  public void resetDocumentIndex() {}
}
