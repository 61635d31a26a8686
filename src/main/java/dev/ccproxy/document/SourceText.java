package dev.ccproxy.document;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a file together with what is needed to write the same bytes back: the byte
 * order mark and the line ends. Immutable.
 */
public final class SourceText {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String text;
  private final boolean bom;

  /** Null until somebody asks; making it twice does no harm. */
  private int @Nullable [] lineStarts;

  private SourceText(String text, boolean bom) {
    this.text = text;
    this.bom = bom;
  }

  /** A text that is not read from a file: no byte order mark. */
  public static SourceText of(String text) {
    return new SourceText(text, false);
  }

  /**
   * Reads UTF-8, with or without a byte order mark.
   *
   * @param name name of the file for messages
   * @throws DocumentException when the bytes are no UTF-8, with the place of the first wrong byte
   */
  public static SourceText decode(String name, byte[] bytes) throws DocumentException {
    boolean bom =
        bytes.length >= 3 && bytes[0] == BOM[0] && bytes[1] == BOM[1] && bytes[2] == BOM[2];
    ByteBuffer in = ByteBuffer.wrap(bytes, bom ? 3 : 0, bytes.length - (bom ? 3 : 0));
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CoderResult result = decoder.decode(in, out, true);
    SourceText decoded = new SourceText(out.flip().toString(), bom);
    if (result.isError()) {
      throw new DocumentException(
          name,
          decoded.position(decoded.text.length()),
          "not UTF-8: invalid byte 0x" + hex(bytes[in.position()]));
    }
    return decoded;
  }

  private static String hex(byte b) {
    return Integer.toHexString((b & 0xFF) | 0x100).substring(1).toUpperCase(java.util.Locale.ROOT);
  }

  /** The characters, without a byte order mark. */
  public String text() {
    return text;
  }

  /** Whether the file begins with a byte order mark. */
  public boolean bom() {
    return bom;
  }

  /**
   * The line end that most lines have: {@code "\r\n"} or {@code "\n"}; {@code "\n"} where there is
   * none.
   */
  public String lineBreak() {
    int lf = 0;
    int crlf = 0;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (i > 0 && text.charAt(i - 1) == '\r') {
        crlf++;
      } else {
        lf++;
      }
    }
    return crlf > lf ? "\r\n" : "\n";
  }

  /**
   * Line and column of an offset.
   *
   * @param offset 0 to the length of the text
   */
  public Position position(int offset) {
    int[] starts = lineStarts();
    int found = Arrays.binarySearch(starts, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, text.codePointCount(starts[line], offset) + 1);
  }

  /** Where each line begins; made when the first place is asked for, as most files need none. */
  private int[] lineStarts() {
    int[] starts = lineStarts;
    if (starts == null) {
      int[] found = new int[16];
      int count = 1;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
          if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
          }
          found[count++] = i + 1;
        }
      }
      starts = Arrays.copyOf(found, count);
      lineStarts = starts;
    }
    return starts;
  }

  /** Offset of the first character of the line in which {@code offset} lies. */
  public int lineStart(int offset) {
    int i = offset;
    while (i > 0 && text.charAt(i - 1) != '\n' && text.charAt(i - 1) != '\r') {
      i--;
    }
    return i;
  }

  /**
   * Offset of the line end (or of the end of the text) behind {@code offset}; the line break is not
   * included.
   */
  public int lineEnd(int offset) {
    int i = offset;
    while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  /**
   * The text with all edits done. Edits may come in any order; insertions at one place keep the
   * order given.
   *
   * @throws IllegalArgumentException when two edits overlap or one lies outside
   */
  public SourceText apply(List<Edit> edits) {
    List<Edit> sorted = new ArrayList<>(edits);
    sorted.sort(
        Comparator.comparingInt((Edit e) -> e.span().start())
            .thenComparingInt(e -> e.span().end()));
    StringBuilder out = new StringBuilder(text.length() + 256);
    int done = 0;
    for (Edit edit : sorted) {
      if (edit.span().start() < done || edit.span().end() > text.length()) {
        throw new IllegalArgumentException("edits overlap at " + edit.span());
      }
      out.append(text, done, edit.span().start()).append(edit.replacement());
      done = edit.span().end();
    }
    return new SourceText(out.append(text, done, text.length()).toString(), bom);
  }

  /**
   * The bytes of the file.
   *
   * @throws IllegalArgumentException when the text holds half a surrogate pair, which UTF-8 cannot
   *     write
   */
  public byte[] encode() {
    ByteBuffer bytes;
    try {
      bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("text with half a surrogate pair", e);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.remaining() + 3);
    if (bom) {
      out.write(BOM, 0, BOM.length);
    }
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    return out.toByteArray();
  }
}
