package dev.ccproxy.wire;

import dev.ccproxy.wire.BodySniffer.Look;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks one answer of {@code POST /v1/messages} against the protocol. Feed it the bytes in pieces
 * of any size, then call {@link #end()}, or {@link #reset()} when the connection broke.
 *
 * <p>The bytes are an event stream, a JSON body or anything else, with or without the HTTP head in
 * front of it, as {@code curl -i} writes it; the chunked transfer coding and gzip may be left in.
 * Not thread safe; one object serves one answer.
 */
public final class AnswerChecker {
  private static final int PREFIX = 1024;

  /** Bytes that tell whether the input starts with an HTTP head: {@code HTTP/} and a digit. */
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private enum Stage {
    BEFORE_HEAD,
    HEAD,
    BEFORE_TRANSFER,
    BEFORE_BODY,
    BODY,
    ENDED
  }

  private final AnswerContext context;
  private final int gathered;
  private final Places places = new Places();
  private final Findings findings = new Findings();
  private final MessageState message;

  private Stage stage;
  private final byte[] prefix = new byte[PREFIX];
  private int prefixLength;
  private boolean significant;

  private @Nullable HeadScanner headScanner;
  private @Nullable ResponseHead head;
  private @Nullable Unchunker unchunker;
  private @Nullable Gunzip gunzip;

  /** Offset and lines of the packed body; what is unpacked is counted on from there. */
  private long packedAt;

  private long packedLines;

  private long fed;
  private long bodyFed;
  private long otherLines;
  private long skippedLines;

  private Look look = Look.EMPTY;
  private @Nullable SseScanner stream;
  private @Nullable StreamJudge streamJudge;
  private @Nullable EventFold fold;
  private @Nullable BodyJudge body;
  private final TextBody text;
  private @Nullable Consumer<WireEvent> listener;

  /** A checker for bytes that may start with an HTTP head. */
  public AnswerChecker(AnswerContext context) {
    this(context, null, EventFields.GATHERED);
  }

  /** A checker for the bytes of a body whose head is known; the bytes hold no head. */
  public AnswerChecker(AnswerContext context, ResponseHead head) {
    this(context, head, EventFields.GATHERED);
  }

  AnswerChecker(AnswerContext context, @Nullable ResponseHead head, int gathered) {
    this.context = context;
    this.head = head;
    this.gathered = gathered;
    message = new MessageState(context);
    text = new TextBody(places);
    stage = head == null ? Stage.BEFORE_HEAD : Stage.BEFORE_BODY;
  }

  /**
   * Names somebody who wants to see every event of a stream. To be called before the first byte.
   */
  public void listen(Consumer<WireEvent> listener) {
    this.listener = listener;
  }

  /**
   * Takes the next bytes. They are not kept.
   *
   * @throws IllegalStateException after {@link #end()} or {@link #reset()}
   * @throws IndexOutOfBoundsException when the range is not inside of {@code b}
   */
  public void feed(byte[] b, int off, int len) {
    if (stage == Stage.ENDED) {
      throw new IllegalStateException("the answer has ended");
    }
    Objects.checkFromIndexSize(off, len, b.length);
    int end = off + len;
    int i = off;
    while (i < end && (stage == Stage.BEFORE_HEAD || stage == Stage.HEAD)) {
      i = head(b, i, end);
    }
    if (i < end) {
      transfer(b, i, end);
    }
    fed += end - i;
  }

  /** Before and in the head; returns the index of the first byte that was not taken. */
  private int head(byte[] b, int from, int end) {
    if (stage == Stage.BEFORE_HEAD) {
      int i = from;
      while (i < end && stage == Stage.BEFORE_HEAD) {
        int at = prefixLength;
        prefix[prefixLength++] = b[i++];
        fed++;
        boolean fits = at < HTTP.length ? prefix[at] == HTTP[at] : isDigit(prefix[at]);
        if (!fits) {
          notAHead();
        } else if (at == HTTP.length) {
          HeadScanner scanner = new HeadScanner();
          scanner.feed(prefix, 0, prefixLength);
          headScanner = scanner;
          prefixLength = 0;
          stage = Stage.HEAD;
        }
      }
      return i;
    }
    HeadScanner scanner = headScanner;
    if (scanner == null) {
      return from;
    }
    int i = scanner.feed(b, from, end);
    fed += i - from;
    if (scanner.done()) {
      headEnds(scanner);
    }
    return i;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** What was held back as the possible start of a head is body. */
  private void notAHead() {
    stage = Stage.BEFORE_TRANSFER;
    byte[] held = new byte[prefixLength];
    System.arraycopy(prefix, 0, held, 0, prefixLength);
    prefixLength = 0;
    fed -= held.length;
    transfer(held, 0, held.length);
    fed += held.length;
  }

  /** A head may be followed by another one: interim answers, proxies, redirects. */
  private void headEnds(HeadScanner scanner) {
    ResponseHead read = scanner.head();
    head = read == null ? head : read;
    otherLines += scanner.lines();
    headScanner = null;
    stage = Stage.BEFORE_HEAD;
  }

  private void transfer(byte[] b, int from, int end) {
    int i = from;
    if (stage == Stage.BEFORE_TRANSFER) {
      ResponseHead known = head;
      String coding = known == null ? null : known.header("transfer-encoding");
      if (coding == null || !coding.toLowerCase(Locale.ROOT).endsWith("chunked")) {
        stage = Stage.BEFORE_BODY;
      } else {
        i = sniffChunks(b, from, end);
      }
    }
    if (i < end && stage != Stage.BEFORE_TRANSFER) {
      decoded(b, i, end, from);
    }
  }

  /**
   * Tools that save answers mostly take the chunk framing off and keep the header. The framing is
   * there when the body starts with a line that is a hexadecimal number.
   */
  private int sniffChunks(byte[] b, int from, int end) {
    int i = from;
    while (i < end && stage == Stage.BEFORE_TRANSFER) {
      byte c = b[i++];
      prefix[prefixLength++] = c;
      boolean digit = Character.digit(c, 16) >= 0;
      boolean sizeEnds = prefixLength > 1 && (c == '\r' || c == '\n' || c == ';');
      if (sizeEnds) {
        unchunker = new Unchunker();
        replay(i - from);
      } else if (!digit || prefixLength > 8) {
        replay(i - from);
      }
    }
    return i;
  }

  /** Reads what was held back, of which the last {@code now} bytes belong to this piece. */
  private void replay(int now) {
    stage = Stage.BEFORE_BODY;
    byte[] held = new byte[prefixLength];
    System.arraycopy(prefix, 0, held, 0, prefixLength);
    prefixLength = 0;
    fed += now - held.length;
    decoded(held, 0, held.length, 0);
    fed += held.length - now;
  }

  /**
   * Takes bytes behind the head.
   *
   * @param pieceFrom index of the byte that is the next one in the count of bytes fed
   */
  private void decoded(byte[] b, int from, int end, int pieceFrom) {
    Unchunker chunks = unchunker;
    if (chunks == null) {
      bodyBytes(b, from, end, fed + (from - pieceFrom), otherLines);
    } else {
      long start = fed - pieceFrom;
      chunks.feed(
          b,
          from,
          end,
          (data, i, dataEnd) ->
              bodyBytes(data, i, dataEnd, start + i, otherLines + chunks.lines()));
    }
  }

  /** Bytes of the body; the first of them stands at {@code offset} of what was fed. */
  private void bodyBytes(byte[] b, int from, int end, long offset, long linesBefore) {
    Gunzip packed = gunzip;
    if (packed != null) {
      packed.feed(b, from, end, this::unpacked);
    } else {
      plainBytes(b, from, end, offset, linesBefore);
    }
  }

  /** What was unpacked of the body. Its places are those in the unpacked answer. */
  private void unpacked(byte[] b, int from, int end) {
    plainBytes(b, from, end, packedAt + bodyFed, packedLines);
  }

  private void plainBytes(byte[] b, int from, int end, long offset, long linesBefore) {
    Gunzip before = gunzip;
    int i = from;
    if (stage == Stage.BEFORE_BODY) {
      while (i < end && stage == Stage.BEFORE_BODY && gunzip == before) {
        places.shift(bodyFed, offset + (i - from) - bodyFed, linesBefore + skippedLines);
        prefix[prefixLength++] = b[i++];
        bodyFed++;
        if (!isOneMoreBlank()) {
          sniff(false);
        }
      }
    }
    Gunzip packed = gunzip;
    if (packed != before && packed != null) {
      packed.feed(b, i, end, this::unpacked);
    } else if (i < end) {
      places.shift(bodyFed, offset + (i - from) - bodyFed, linesBefore + skippedLines);
      long base = bodyFed - i;
      bodyFed += end - i;
      body(b, i, end, base);
    }
  }

  /** Blanks tell nothing, however many: looking at all of them for each one takes for ever. */
  private boolean isOneMoreBlank() {
    byte last = prefix[prefixLength - 1];
    boolean blank = last == ' ' || last == '\t' || last == '\n' || last == '\r';
    boolean mark = prefixLength <= BOM.length && last == BOM[prefixLength - 1];
    significant |= !blank && !mark;
    return blank && !significant && prefixLength > BOM.length && prefixLength < PREFIX;
  }

  /** Decides what the body is as soon as its first bytes say so. */
  private void sniff(boolean whole) {
    int start = bomLength();
    if (start < 0 && !whole) {
      return;
    }
    start = Math.max(0, start);
    ResponseHead known = head;
    String mediaType = known == null ? "" : known.mediaType();
    Look decided = BodySniffer.look(prefix, start, prefixLength, mediaType, whole);
    if (decided == null) {
      if (prefixLength == PREFIX) {
        skipBlanks();
      }
      return;
    }
    if (gunzip == null && Gunzip.isGzip(prefix, start, prefixLength)) {
      unpack();
      return;
    }
    look = decided;
    stage = Stage.BODY;
    long base = bodyFed - prefixLength;
    begin(start > 0, base);
    if (prefixLength > start) {
      body(prefix, start, prefixLength, base);
    }
    prefixLength = 0;
  }

  /** From here on the body is what its bytes unpack to. */
  private void unpack() {
    Gunzip packed = new Gunzip();
    gunzip = packed;
    packedAt = places.offset(bodyFed - prefixLength);
    packedLines = places.line(bodyFed - prefixLength, 0);
    byte[] held = Arrays.copyOf(prefix, prefixLength);
    prefixLength = 0;
    significant = false;
    bodyFed = 0;
    packed.feed(held, 0, held.length, this::unpacked);
  }

  /** Length of the byte order mark at the start; -1 while it may still become one. */
  private int bomLength() {
    int length = Math.min(prefixLength, BOM.length);
    for (int i = 0; i < length; i++) {
      if (prefix[i] != BOM[i]) {
        return 0;
      }
    }
    return length == BOM.length && bodyFed == prefixLength ? BOM.length : -1;
  }

  /** Many blanks in front of the body: only their lines count. */
  private void skipBlanks() {
    for (int i = 0; i < prefixLength; i++) {
      skippedLines += prefix[i] == '\n' ? 1 : 0;
    }
    prefixLength = 0;
  }

  private void begin(boolean bom, long base) {
    switch (look) {
      case STREAM -> {
        SseEvent event = new SseEvent();
        EventFields fields = new EventFields(gathered);
        Window window = new Window(StreamJudge.WINDOW, places);
        EventFold folded = new EventFold(places, message.limits);
        EventPlaces eventPlaces = new EventPlaces(fields, event, window);
        StreamBlocks blocks = new StreamBlocks(fields, message, findings, eventPlaces);
        fields.connect(blocks);
        StreamJudge judge =
            new StreamJudge(
                fields, event, eventPlaces, blocks, message, findings, folded, listener);
        SseScanner scanner = new SseScanner(judge, event, fields, window, eventPlaces);
        fold = folded;
        streamJudge = judge;
        stream = scanner;
        if (bom) {
          findings.add(Code.W08, "", window.place(base, 1, -1));
        }
      }
      case JSON -> body = new BodyJudge(message, new Window(BodyJudge.WINDOW, places));
      default -> {}
    }
  }

  private void body(byte[] b, int from, int end, long base) {
    if (stream != null) {
      stream.feed(b, from, end, base);
    } else if (body != null) {
      body.feed(b, from, end, base);
    } else {
      text.feed(b, from, end, base);
    }
  }

  /**
   * The answer has ended in order.
   *
   * @throws IllegalStateException when it has ended before
   */
  public Verdict end() {
    return finish(null);
  }

  /**
   * The connection was reset or closed before the answer was complete.
   *
   * @throws IllegalStateException when it has ended before
   */
  public Verdict reset() {
    return reset("the connection is reset");
  }

  /**
   * As {@link #reset()}, with what is known of how it broke.
   *
   * @param reason words that a sentence can end with
   * @throws IllegalStateException when it has ended before
   */
  public Verdict reset(String reason) {
    return finish(reason);
  }

  private Verdict finish(@Nullable String reset) {
    if (stage == Stage.ENDED) {
      throw new IllegalStateException("the answer has ended");
    }
    if (headScanner != null) {
      headEnds(headScanner);
    }
    if (stage == Stage.BEFORE_HEAD && prefixLength > 0) {
      notAHead();
    }
    if (stage == Stage.BEFORE_TRANSFER && prefixLength > 0) {
      replay(0);
    }
    if (stage != Stage.BODY && gunzip == null) {
      sniff(true);
    }
    String broken = reset;
    if (broken == null && unchunker != null) {
      broken = unchunker.incomplete();
    }
    Gunzip packed = gunzip;
    if (packed != null) {
      String damage = packed.end(this::unpacked);
      packed.close();
      broken = broken == null ? damage : broken;
      if (stage != Stage.BODY) {
        sniff(true);
      }
    }
    stage = Stage.ENDED;
    AnswerRules rules = new AnswerRules(context, head, findings, places);
    Verdict.BodyKind kind = Verdict.BodyKind.OTHER;
    boolean hasMessage = false;
    long bodyLines = 0;
    if (stream != null && streamJudge != null) {
      kind = Verdict.BodyKind.SSE;
      hasMessage = true;
      bodyLines = stream.line() - 1;
      rules.stream(stream, streamJudge, broken, missingBytes());
    } else if (body != null) {
      kind = Verdict.BodyKind.JSON;
      hasMessage = rules.json(body, bodyFed, broken, missingBytes());
      bodyLines = body.newlines();
    } else {
      bodyLines = text.lines();
      rules.other(look, text, bodyFed, broken);
    }
    return new Verdict(
        kind,
        head,
        findings.list(context.client()),
        hasMessage ? message.summary() : null,
        fold == null ? List.of() : fold.groups(),
        stream == null ? 0 : stream.events(),
        fed,
        otherLines + skippedLines + (unchunker == null ? 0 : unchunker.lines()) + bodyLines,
        message.limits);
  }

  /** How many bytes fewer there are than the head announces; 0 where it is no matter. */
  private long missingBytes() {
    ResponseHead known = head;
    String length = known == null ? null : known.header("content-length");
    if (length == null
        || known == null
        || gunzip != null
        || known.header("content-encoding") != null) {
      return 0;
    }
    long announced = 0;
    for (int i = 0; i < length.length(); i++) {
      int digit = Character.digit(length.charAt(i), 10);
      if (digit < 0 || i > 17) {
        return 0;
      }
      announced = announced * 10 + digit;
    }
    return Math.max(0, announced - bodyFed);
  }
}
