package dev.ccproxy.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The argument values that somebody dictated to the model. A value counts as kept when any tool
 * call of the message has it.
 */
final class ExpectedArguments {
  private final Map<String, String> expected;
  private final Map<String, String> missed;

  /** Nothing was dictated. */
  ExpectedArguments() {
    this(Map.of());
  }

  ExpectedArguments(Map<String, String> expected) {
    this.expected = expected;
    missed = new LinkedHashMap<>();
    for (String name : expected.keySet()) {
      missed.put(name, Kind.ABSENT.words());
    }
  }

  boolean isEmpty() {
    return expected.isEmpty();
  }

  /** The value that an argument should have; null where none was dictated. */
  @Nullable String value(String name) {
    return expected.get(name);
  }

  /** A tool call has this value for the argument. */
  void got(String name, String value) {
    if (value.equals(expected.get(name))) {
      missed.remove(name);
    } else if (missed.containsKey(name)) {
      missed.put(name, value);
    }
  }

  /** Names of the values that no call had, with what was there last. */
  Map<String, String> missed() {
    return missed;
  }
}
