package dev.ccproxy.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compares one input with the schemas of several tools at once, for a body that names the tool only
 * behind its input.
 */
final class Alternatives extends JsonSink {
  private final Map<String, SchemaWalk> walks = new LinkedHashMap<>();
  private final SchemaWalk undeclared;

  Alternatives(Iterable<MessagesRequest.Tool> tools, ExpectedArguments expected) {
    undeclared = new SchemaWalk(ToolSchema.ANY, expected);
    for (MessagesRequest.Tool tool : tools) {
      walks.put(tool.name(), new SchemaWalk(tool.schema(), new ExpectedArguments()));
    }
  }

  /** The comparison with the schema of this tool. */
  SchemaWalk walk(String tool) {
    return walks.getOrDefault(tool, undeclared);
  }

  @Override
  void key(byte[] b, int from, int to, boolean whole) {
    undeclared.key(b, from, to, whole);
    walks.values().forEach(walk -> walk.key(b, from, to, whole));
  }

  @Override
  void string(byte[] b, int from, int to, boolean first, boolean last, long at) {
    undeclared.string(b, from, to, first, last, at);
    walks.values().forEach(walk -> walk.string(b, from, to, first, last, at));
  }

  @Override
  void number(byte[] b, int from, int to, boolean whole, long at) {
    undeclared.number(b, from, to, whole, at);
    walks.values().forEach(walk -> walk.number(b, from, to, whole, at));
  }

  @Override
  void literal(Kind kind, long at) {
    undeclared.literal(kind, at);
    walks.values().forEach(walk -> walk.literal(kind, at));
  }

  @Override
  void open(boolean object, long at) {
    undeclared.open(object, at);
    walks.values().forEach(walk -> walk.open(object, at));
  }

  @Override
  void close(boolean object, long at) {
    undeclared.close(object, at);
    walks.values().forEach(walk -> walk.close(object, at));
  }
}
