package dev.ccproxy.lab.model;

import dev.ccproxy.lab.json.Json;

/** A piece of a turn, whatever protocol it came in or goes out by. */
public sealed interface Part {

  /** What somebody says. */
  record Text(String text) implements Part {}

  /** What the model thinks and shows. */
  record Thought(String text) implements Part {}

  /** A picture; the model does not look at it. */
  record Image() implements Part {}

  /**
   * A tool call of the model.
   *
   * @param arguments an object, unless a fault made something else of it
   */
  record Call(String id, String name, Json arguments) implements Part {}

  /**
   * What a tool gave back.
   *
   * @param callId id of the call; of protocols without ids the name of the tool
   */
  record Result(String callId, String text, boolean error) implements Part {}
}
