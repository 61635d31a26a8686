package dev.ccproxy.wire;

import org.jspecify.annotations.Nullable;

/** A content block of a stream that has started and not yet stopped. */
final class OpenBlock {
  final long index;
  final BlockType type;
  final String typeText;
  final String tool;
  final BlockSummary summary;

  /** Where it started. */
  final Window.Mark start;

  /** For calls: the arguments so far. */
  final @Nullable ArgumentCheck arguments;

  /** For calls: whether the start event already held arguments. */
  final boolean inputInStart;

  /** For text: whether each delta repeats the one before. */
  final GrowthCheck growth = new GrowthCheck(false);

  boolean signed;

  /** For text: whether a text delta has come, and whether thinking has. */
  boolean said;

  boolean thinkingInText;

  /** Whether the block is among the open ones that are judged. */
  boolean open = true;

  /** For calls: where the arguments stopped being JSON. */
  @Nullable Spot brokenAt;

  OpenBlock(
      long index,
      BlockType type,
      String typeText,
      String tool,
      BlockSummary summary,
      Window.Mark start,
      @Nullable ArgumentCheck arguments,
      boolean inputInStart) {
    this.index = index;
    this.type = type;
    this.typeText = typeText;
    this.tool = tool;
    this.summary = summary;
    this.start = start;
    this.arguments = arguments;
    this.inputInStart = inputInStart;
  }
}
