package dev.ccproxy.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message as a client would get it, bounded. Texts are the server's own: raw, not redacted.
 *
 * @param id the message id, "" where there is none
 * @param model the model that the server names, "" where it names none
 * @param stopReason the last stop_reason, null where none came
 * @param blocks the first blocks, in order of their start
 * @param blockCount number of all blocks
 * @param usage the token counts
 */
public record MessageSummary(
    String id,
    String model,
    @Nullable String stopReason,
    List<Block> blocks,
    long blockCount,
    Usage usage) {

  /** Copies the list. */
  public MessageSummary {
    blocks = List.copyOf(blocks);
  }

  /**
   * One content block.
   *
   * @param index its index; in a JSON body its place in the array
   * @param type its type, "" where it has none
   * @param name the tool's name, "" for blocks that call no tool
   * @param id the id of a tool call, "" for others
   * @param length number of characters of its text, thinking or arguments
   * @param preview the start of them
   * @param line line on which it starts
   */
  public record Block(
      long index, String type, String name, String id, long length, String preview, long line) {}

  /**
   * Token counts as the answer states them. In a stream the last value of each counts.
   *
   * @param input input tokens, -1 where never stated
   * @param output output tokens, -1 where never stated
   * @param cacheCreation tokens written to the cache, -1 where never stated
   * @param cacheRead tokens read from the cache, -1 where never stated
   */
  public record Usage(long input, long output, long cacheCreation, long cacheRead) {}
}
