package dev.ccproxy.lab.model;

/** Whether the model may, must or must not call a tool. */
public sealed interface ToolChoice {
  /** As the model likes. */
  ToolChoice FREE = new Free();

  /** No tool at all. */
  ToolChoice NONE = new None();

  /** Some tool. */
  ToolChoice ANY = new Any();

  /** As the model likes. */
  record Free() implements ToolChoice {}

  /** No tool at all. */
  record None() implements ToolChoice {}

  /** Some tool. */
  record Any() implements ToolChoice {}

  /** This tool. */
  record Named(String name) implements ToolChoice {}
}
