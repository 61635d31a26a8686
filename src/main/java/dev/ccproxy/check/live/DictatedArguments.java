package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Asked;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** Whether the arguments of a dictated call arrive as they were dictated, in three hard forms. */
abstract class DictatedArguments extends EndpointCheck {
  private final String changed;
  private final String impact;

  private DictatedArguments(
      String id, String slug, String title, Mode level, String changed, String impact) {
    super(id, slug, title, Layer.TRANSLATOR, Group.TOOLS, level, "CCP-L602");
    this.changed = changed;
    this.impact = impact;
  }

  /** Lists and objects inside of arguments. */
  static DictatedArguments nested() {
    return new DictatedArguments(
        "CCP-L609",
        "nested-arguments-changed",
        "do nested arguments arrive as they are",
        Mode.STANDARD,
        "Nested arguments of a tool call arrive changed",
        "Edits of files with several places fail.") {
      @Override
      Asked asked(Chain chain) {
        return chain.requests().nestedArguments(chain.model());
      }
    };
  }

  /** A tool without arguments. */
  static DictatedArguments none() {
    return new DictatedArguments(
        "CCP-L610",
        "empty-arguments-damaged",
        "does a call without arguments arrive",
        Mode.STANDARD,
        "A tool without arguments is called in another way than dictated",
        "Tools that need no arguments fail.") {
      @Override
      Asked asked(Chain chain) {
        return chain.requests().noArguments(chain.model());
      }
    };
  }

  /** A long argument with quotes, line ends and characters of all kinds. */
  static DictatedArguments hard() {
    return new DictatedArguments(
        "CCP-L611",
        "long-argument-changed",
        "does a long argument with every kind of character arrive",
        Mode.DEEP,
        "A long argument arrives changed",
        "What the agent writes into files differs from what it meant.") {
      @Override
      Asked asked(Chain chain) {
        return chain.requests().hostileArguments(chain.model());
      }
    };
  }

  /** The request that dictates the call. */
  abstract Asked asked(Chain chain);

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(asked(chain));
    LiveResult result = chain.reading().result(this, exchange);
    Message message = exchange.message();
    if (!result.findings().isEmpty() || message == null || message.calls().isEmpty()) {
      return result;
    }
    if (exchange.asked().calledAsDictated(message)) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.INFO, changed)
            .spec(Severity.WARNING)
            .layer(Layer.MODEL)
            .confidence(Confidence.POSSIBLE)
            .cause("The model does not copy them, or they are changed on the way.")
            .impact(impact)
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
