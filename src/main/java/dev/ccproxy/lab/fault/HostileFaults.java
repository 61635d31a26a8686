package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Answers that are made to exhaust or to deceive whoever reads them. */
final class HostileFaults {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int DEEP = 100_000;
  private static final int MANY_EVENTS = 1_000_000;

  /** A clipboard, a link, a cleared screen, text from right to left, a line that hides itself. */
  static final String TRICKS =
      "\u001b]52;c;ZXZpbA==\u0007\u001b]8;;http://127.0.0.1/\u0007click\u001b]8;;\u0007"
          + "\u001b[2J\u001b[1;31mred\u001b[0m \u202egnp.exe\u202c \u200bzero\u2028line\rgone";

  private HostileFaults() {}

  static void add(Entries entries) {
    answer(
        entries,
        "H43.gzip",
        "compressed although that was not asked for",
        reply ->
            reply
                .withHeader("Content-Encoding", "gzip")
                .withFrames(List.of(new Frame.Bytes(zipped(Bodies.bytes(reply))))));
    answer(entries, "H43.bomb", "a compressed body that grows to 1 GB", reply -> bomb());
    answer(entries, "H44.endless", "a stream without an end", reply -> endless());
    answer(entries, "H44.line", "a line of 1 GB", reply -> longLine());
    answer(
        entries,
        "H44.events",
        "a million events",
        reply -> repeated("event: ping\ndata: {\"type\":\"ping\"}\n\n", MANY_EVENTS));
    answer(
        entries,
        "H44.depth",
        "JSON of depth 100,000",
        reply -> Reply.text(200, "application/json", "[".repeat(DEEP) + "]".repeat(DEEP)));
    answer(
        entries,
        "H44.header",
        "a header of 2 MB",
        reply -> reply.withHeader("X-Padding", "x".repeat(2 * MEGABYTE)));
    entries.add(
        "H46",
        "an error full of tricks, with the credential in it",
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting ->
            new Entries.InsteadOfAnswer(
                Entries.Condition.ALWAYS,
                (exchange, reply) ->
                    setting
                        .personality()
                        .failure(
                            exchange,
                            400,
                            "invalid_request_error",
                            TRICKS + " your key " + credentials(exchange) + " is fine")),
        "L401");
    entries.add(
        "H46.raw",
        "plain text full of tricks, with the credential in it",
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting ->
            new Entries.InsteadOfAnswer(
                Entries.Condition.ALWAYS,
                (exchange, reply) ->
                    Reply.text(502, "text/plain", TRICKS + " " + credentials(exchange))),
        "L401");
  }

  private static void answer(
      Entries entries, String id, String title, Function<Reply, Reply> change) {
    Fault fault =
        new Fault() {
          @Override
          public Reply sent(Exchange exchange, Reply reply) {
            return Messages.answered(exchange, reply) ? change.apply(reply) : reply;
          }
        };
    entries.add(id, title, Kind.STEADY, Ask.TEXT, KnownFault.Scope.ALL, setting -> fault, "L401");
  }

  private static String credentials(Exchange exchange) {
    List<String> found = new ArrayList<>();
    for (String name : List.of("authorization", "x-api-key")) {
      exchange.request().headers().first(name).ifPresent(found::add);
    }
    return String.join(" ", found);
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * A gzip head, and a block of compressed blanks again and again: each stands on its own, so that
   * 1 GB need not be made to be sent.
   */
  private static Reply bomb() {
    byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    byte[] blanks = new byte[MEGABYTE];
    Arrays.fill(blanks, (byte) ' ');
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(blanks);
    byte[] block = new byte[MEGABYTE];
    int length = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
    deflater.end();
    return new Reply(
        200,
        Headers.of("Content-Type", "application/json", "Content-Encoding", "gzip"),
        Reply.Framing.CHUNKED,
        List.of(
            new Frame.Bytes(head),
            new Frame.Repeat(new Frame.Bytes(Arrays.copyOf(block, length)), 1024)));
  }

  private static Reply endless() {
    String start =
        EventListText.start()
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
            + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
    String delta =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"text_delta\",\"text\":\"and on \"}}\n\n";
    return Reply.stream(
        "text/event-stream",
        List.of(Frame.text(start), new Frame.Repeat(bytes(delta), Long.MAX_VALUE)));
  }

  private static Reply longLine() {
    return Reply.stream(
        "text/event-stream",
        List.of(
            Frame.text("data: {\"type\":\""),
            new Frame.Repeat(bytes("x".repeat(MEGABYTE)), 1024),
            Frame.text("\"}\n\n")));
  }

  private static Reply repeated(String unit, long times) {
    return Reply.stream("text/event-stream", List.of(new Frame.Repeat(bytes(unit), times)));
  }

  private static Frame.Bytes bytes(String text) {
    return new Frame.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The beginning of a stream that is sound so far. */
  private static final class EventListText {
    private EventListText() {}

    static String start() {
      Json message =
          Json.object()
              .with("id", "msg_lab")
              .with("type", "message")
              .with("role", "assistant")
              .with("model", "lab")
              .with("content", Json.array())
              .with("stop_reason", Json.NULL)
              .with("stop_sequence", Json.NULL)
              .with("usage", Json.object().with("input_tokens", 9).with("output_tokens", 1));
      return new String(
          EventList.event(EventList.START, Json.object().with("message", message)).bytes(),
          StandardCharsets.UTF_8);
    }
  }
}
