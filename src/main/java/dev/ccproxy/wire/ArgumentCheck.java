package dev.ccproxy.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges the arguments of one tool call in a stream: the fragments of its deltas, put together and
 * validated as they come, without keeping them.
 */
final class ArgumentCheck {
  private final SchemaWalk walk;
  private final JsonScanner scanner;
  private final GrowthCheck growth = new GrowthCheck(true);
  private long bytes;

  /**
   * What the arguments are.
   *
   * @param code the rule that they break, null where none
   * @param parameters for the title of the finding
   */
  record Outcome(@Nullable Code code, Map<String, String> parameters) {
    static final Outcome FINE = new Outcome(null, Map.of());
  }

  ArgumentCheck(ToolSchema schema, ExpectedArguments expected) {
    walk = new SchemaWalk(schema, expected);
    scanner = new JsonScanner(walk, false, true);
  }

  /** A fragment starts. */
  void begin() {
    growth.begin();
  }

  /** A piece of the fragment. */
  void feed(byte[] b, int from, int to) {
    bytes += to - from;
    growth.feed(b, from, to);
    scanner.feed(b, from, to, 0);
  }

  /** The fragment ends. */
  void end() {
    growth.end();
  }

  /** Bytes put together so far. */
  long bytes() {
    return bytes;
  }

  /** Whether what is there so far can become one JSON value. */
  boolean broken() {
    return scanner.failed() || scanner.extra();
  }

  /** Judges what was put together; at least one byte was. */
  Outcome judge() {
    if (scanner.finish()) {
      return valid();
    }
    Code code;
    if (walk.firstIsEmptyObject() && scanner.complete() && walk.objects() > 1) {
      code = Code.T07;
    } else if (growth.grows(2)) {
      code = Code.T06;
    } else if (walk.objects() > 1 && !scanner.failed()) {
      code = Code.T05;
    } else {
      code = Code.T04;
    }
    String reason = scanner.failure();
    return new Outcome(code, Map.of("reason", reason == null ? "" : reason));
  }

  private Outcome valid() {
    Kind kind = walk.firstKind();
    if (kind == Kind.STRING) {
      return new Outcome(Code.T08, Map.of());
    }
    if (kind != Kind.OBJECT) {
      return new Outcome(Code.T09, Map.of("kind", kind.words()));
    }
    SchemaWalk.Mismatch mismatch = walk.mismatch();
    return mismatch == null ? Outcome.FINE : new Outcome(Code.T14, parameters(mismatch));
  }

  static Map<String, String> parameters(SchemaWalk.Mismatch mismatch) {
    return Map.of("path", mismatch.path(), "expected", mismatch.expected(), "got", mismatch.got());
  }
}
