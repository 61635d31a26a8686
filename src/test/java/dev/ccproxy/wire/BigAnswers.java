package dev.ccproxy.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Answers far bigger than the heap. Its own process, so that the heap can be made small. */
public final class BigAnswers {
  private static final int MEGABYTE = 1_000_000;

  private final AnswerChecker checker;

  private BigAnswers(AnswerContext context) {
    checker = new AnswerChecker(context);
  }

  /** Prints a line for each answer: name and codes. */
  public static void main(String[] args) {
    Map<String, Supplier<Verdict>> answers = new LinkedHashMap<>();
    answers.put("many deltas", () -> manyDeltas(24));
    answers.put("one long text delta", () -> longDelta("text_delta\",\"text\":\"", "text", 24));
    answers.put("one long argument", () -> longArgument(24));
    answers.put("long argument before its index", () -> longArgumentFirst(24));
    answers.put("long line without a field", () -> longLine(24));
    answers.put("blocks that stay open", () -> openBlocks(150_000));
    answers.put("blocks", () -> blocks(100_000));
    answers.put("tool calls", () -> toolCalls(50_000));
    answers.put("unknown events", () -> unknownEvents(200_000));
    answers.put("deep nesting", () -> deep(3));
    answers.put("long header", () -> longHeader(20));
    answers.put("long body text", () -> longBodyText(24));
    answers.put("many body blocks", () -> bodyBlocks(200_000));
    answers.put("blanks before the body", () -> blanks(20));
    for (Map.Entry<String, Supplier<Verdict>> answer : answers.entrySet()) {
      System.out.println(answer.getKey() + ": " + Wire.codes(answer.getValue().get()));
    }
  }

  private BigAnswers feed(String text) {
    byte[] bytes = Wire.utf8(text);
    checker.feed(bytes, 0, bytes.length);
    return this;
  }

  private BigAnswers feed(String text, int megabytes) {
    byte[] bytes = Wire.utf8(text.repeat(50_000 / text.length() + 1));
    for (long sent = 0; sent < (long) megabytes * MEGABYTE; sent += bytes.length) {
      checker.feed(bytes, 0, bytes.length);
    }
    return this;
  }

  private Verdict end(Wire.Stream rest) {
    return feed(rest.text()).checker.end();
  }

  private static BigAnswers of(AnswerContext context) {
    return new BigAnswers(context);
  }

  private static final String TEXT_START =
      Wire.stream().start().block(0, "{\"type\":\"text\",\"text\":\"\"}").text();

  private static Verdict manyDeltas(int megabytes) {
    return of(Wire.streamed())
        .feed(TEXT_START)
        .feed(
            Wire.stream().textDelta(0, "some words").textDelta(0, " and more\n").text(), megabytes)
        .end(Wire.stream().stop(0).end("end_turn"));
  }

  private static Verdict longDelta(String start, String block, int megabytes) {
    return of(Wire.streamed())
        .feed(
            Wire.stream()
                .start()
                .block(0, "{\"type\":\"" + block + "\",\"" + block + "\":\"\"}")
                .text())
        .feed("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,")
        .feed("\"delta\":{\"type\":\"" + start)
        .feed("words and \\\"more\\\" words\\n", megabytes)
        .feed("\"}}\n\n")
        .end(Wire.stream().stop(0).end("end_turn"));
  }

  private static Verdict longArgument(int megabytes) {
    return of(Wire.streamed())
        .feed(Wire.stream().start().toolStart(0, "t1", "record_probe").text())
        .feed("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,")
        .feed(
            "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"n\\\":7,\\\"nonce\\\":\\\"")
        .feed("line \\\\\\\"x\\\\\\\" \\\\n", megabytes)
        .feed("\\\"}\"}}\n\n")
        .end(Wire.stream().stop(0).end("tool_use"));
  }

  private static Verdict longArgumentFirst(int megabytes) {
    return of(Wire.streamed())
        .feed(Wire.stream().start().toolStart(0, "t1", "record_probe").text())
        .feed("event: content_block_delta\ndata: {\"delta\":{\"partial_json\":\"[")
        .feed("{\\\"a\\\":[1,2]},", megabytes)
        .feed(
            "0]\",\"type\":\"input_json_delta\"},\"index\":0,\"type\":\"content_block_delta\"}\n\n")
        .end(Wire.stream().stop(0).end("tool_use"));
  }

  private static Verdict longLine(int megabytes) {
    return of(Wire.streamed())
        .feed(TEXT_START)
        .feed("no field name at all ", megabytes)
        .feed("\n\n")
        .end(Wire.stream().textDelta(0, "a").stop(0).end("end_turn"));
  }

  private static Verdict openBlocks(int count) {
    BigAnswers answer = of(Wire.streamed()).feed(Wire.stream().start().text());
    for (int i = 0; i < count; i++) {
      answer.feed(Wire.stream().block(i, "{\"type\":\"text\",\"text\":\"a\"}").text());
    }
    return answer.end(Wire.stream().end("end_turn"));
  }

  private static Verdict blocks(int count) {
    BigAnswers answer = of(Wire.streamed()).feed(Wire.stream().start().text());
    for (int i = 0; i < count; i++) {
      answer.feed(Wire.stream().textBlock(i, "a").text());
    }
    return answer.end(Wire.stream().end("end_turn"));
  }

  private static Verdict toolCalls(int count) {
    BigAnswers answer = of(Wire.streamed()).feed(Wire.stream().start().text());
    for (int i = 0; i < count; i++) {
      answer.feed(Wire.stream().toolBlock(i, "t" + i, "read_code", "{}").text());
    }
    return answer.end(Wire.stream().end("tool_use"));
  }

  private static Verdict unknownEvents(int count) {
    BigAnswers answer = of(Wire.streamed()).feed(Wire.stream().start().text());
    for (int i = 0; i < count; i++) {
      answer.feed(Wire.stream().event("{\"type\":\"x" + i + "\"}").text());
    }
    return answer.end(Wire.stream().textBlock(0, "a").end("end_turn"));
  }

  private static Verdict deep(int megabytes) {
    return of(Wire.document()).feed("[{\"a\":", megabytes).checker.end();
  }

  private static Verdict longHeader(int megabytes) {
    return of(Wire.document())
        .feed("HTTP/1.1 200 OK\r\nx-long: ")
        .feed("abc", megabytes)
        .feed("\r\n")
        .feed("x-many: 1\r\n", megabytes)
        .feed("\r\n" + Documents.TEXT)
        .checker
        .end();
  }

  private static Verdict longBodyText(int megabytes) {
    int at = Documents.TEXT.indexOf("k7Qz");
    return of(Wire.document())
        .feed(Documents.TEXT.substring(0, at))
        .feed("words \\u00e9 ", megabytes)
        .feed(Documents.TEXT.substring(at))
        .checker
        .end();
  }

  private static Verdict bodyBlocks(int count) {
    int at = Documents.TEXT.indexOf("{\"type\":\"text\"");
    BigAnswers answer = of(Wire.document()).feed(Documents.TEXT.substring(0, at));
    for (int i = 0; i < count; i++) {
      answer.feed("{\"type\":\"text\",\"text\":\"a\"},");
    }
    return answer.feed(Documents.TEXT.substring(at)).checker.end();
  }

  private static Verdict blanks(int megabytes) {
    return of(Wire.document()).feed(" \n", megabytes).feed(Documents.TEXT).checker.end();
  }
}
