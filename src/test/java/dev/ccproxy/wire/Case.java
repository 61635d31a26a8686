package dev.ccproxy.wire;

import java.util.List;

/**
 * An answer and what must be found in it.
 *
 * @param name what is wrong with it
 * @param expected the codes: the one that is the cause plain, others in parentheses
 * @param context what is known besides the bytes
 * @param bytes the bytes as they are fed
 * @param reset whether the connection breaks behind them
 */
record Case(
    String name, List<String> expected, AnswerContext context, byte[] bytes, boolean reset) {

  static Case of(String name, AnswerContext context, Wire.Stream stream, String... expected) {
    return new Case(name, List.of(expected), context, stream.bytes(), false);
  }

  static Case of(String name, AnswerContext context, String bytes, String... expected) {
    return new Case(name, List.of(expected), context, Wire.utf8(bytes), false);
  }

  Case broken() {
    return new Case(name, expected, context, bytes, true);
  }

  Verdict verdict() {
    return end(new AnswerChecker(context), bytes.length);
  }

  /** The verdict when the bytes come in pieces of this length. */
  Verdict verdict(int piece) {
    return end(new AnswerChecker(context), piece);
  }

  /** The verdict of a checker that gathers no more than this of a string. */
  Verdict gathering(int gathered) {
    return end(new AnswerChecker(context, null, gathered), bytes.length);
  }

  /** The verdict when the bytes come in two pieces, cut here. */
  Verdict cut(int at) {
    AnswerChecker checker = new AnswerChecker(context);
    checker.feed(bytes, 0, at);
    checker.feed(bytes, at, bytes.length - at);
    return reset ? checker.reset() : checker.end();
  }

  private Verdict end(AnswerChecker checker, int piece) {
    for (int i = 0; i < bytes.length; i += piece) {
      checker.feed(bytes, i, Math.min(piece, bytes.length - i));
    }
    return reset ? checker.reset() : checker.end();
  }

  /** The code that is the cause. */
  String code() {
    for (String code : expected) {
      if (!code.startsWith("(")) {
        return code;
      }
    }
    return "";
  }

  @Override
  public String toString() {
    return name + " " + expected;
  }
}
