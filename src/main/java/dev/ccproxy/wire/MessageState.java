package dev.ccproxy.wire;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a message so far, whether it comes as a stream or as one document. */
final class MessageState {
  private static final int BLOCKS_SHOWN = 100;
  private static final int PREVIEW = 4096;
  private static final int PREVIEWS = 1 << 16;

  /** A finding about a tool's arguments that counts only when the message is complete. */
  record Pending(Spot spot, Map<String, String> parameters) {}

  final AnswerContext context;
  final TextCheck text;
  final ExpectedArguments expected;
  final ToolIds toolIds = new ToolIds();
  final Set<Limit> limits = EnumSet.noneOf(Limit.class);

  private final Map<Code, Pending> pending = new EnumMap<>(Code.class);
  private final List<BlockSummary> shown = new ArrayList<>();
  private int previewRoom = PREVIEWS;

  String id = "";
  String model = "";
  @Nullable String stopReason;
  int stopName = Names.UNKNOWN;
  @Nullable Spot stopReasonAt;
  boolean stopSequenceNamed;

  private double input = -1;
  private double output = -1;
  private double cacheCreation = -1;
  private double cacheRead = -1;
  private boolean counted;

  long blocks;
  long toolCalls;
  String firstTool = "";
  @Nullable String otherThanChosen;
  boolean textBlock;
  boolean thinkingBlock;
  boolean thinkingText;
  boolean otherBlock;
  boolean endsWithCall;

  @Nullable Spot callInText;
  @Nullable Spot thinkInText;
  @Nullable Spot lastTool;
  @Nullable Spot unsigned;

  MessageState(AnswerContext context) {
    this.context = context;
    MessagesRequest request = context.request();
    text =
        new TextCheck(
            context.expectedText(), request == null ? List.of() : request.stopSequences());
    expected = new ExpectedArguments(context.expectedArguments());
  }

  /** Token counts of a usage object; absent ones keep their former value. */
  void usage(FieldSink f, int inputSlot, int outputSlot, int creationSlot, int readSlot) {
    input = f.isNumber(inputSlot) ? f.number(inputSlot) : input;
    output = f.isNumber(outputSlot) ? f.number(outputSlot) : output;
    cacheCreation = f.isNumber(creationSlot) ? f.number(creationSlot) : cacheCreation;
    cacheRead = f.isNumber(readSlot) ? f.number(readSlot) : cacheRead;
    counted |= input > 0 || output > 0 || cacheCreation > 0 || cacheRead > 0;
  }

  /** The stop_reason; another value than a string goes by its kind. */
  void stopReason(FieldSink f, int slot, Spot at) {
    stopReason = f.isString(slot) ? f.text(slot) : f.kind(slot).words();
    stopName = f.name(slot);
    stopReasonAt = at;
  }

  /** Whether any token count was above zero. */
  boolean counted() {
    return counted;
  }

  /** The last count of output tokens, -1 where none came. */
  double output() {
    return output;
  }

  /** The schema of a tool; allows everything where the tool is not declared. */
  ToolSchema schema(String tool) {
    MessagesRequest request = context.request();
    MessagesRequest.Tool declared = request == null ? null : request.tool(tool);
    return declared == null ? ToolSchema.ANY : declared.schema();
  }

  /** Counts a block by its type. */
  void count(BlockType type) {
    blocks++;
    endsWithCall = type == BlockType.TOOL_USE;
    switch (type) {
      case TEXT -> textBlock = true;
      case THINKING, REDACTED_THINKING -> thinkingBlock = true;
      case TOOL_USE -> {}
      default -> otherBlock = true;
    }
  }

  /** Starts the summary of a block; one that is not shown is counted all the same. */
  BlockSummary summary(long index, long line) {
    boolean show = shown.size() < BLOCKS_SHOWN;
    BlockSummary summary = new BlockSummary(index, line, show ? PREVIEW : 0);
    if (show) {
      shown.add(summary);
    } else {
      limits.add(Limit.BLOCKS_SHOWN);
    }
    return summary;
  }

  /**
   * A piece of the content of a block; returns the number of characters.
   *
   * @param wide false when it is all ASCII
   */
  int add(BlockSummary summary, byte[] b, int from, int to, boolean wide) {
    previewRoom -= summary.keep(b, from, to, Math.min(to - from, previewRoom));
    return summary.count(b, from, to, wide);
  }

  /** Looks at a piece of text; {@code at} is where it stands. */
  void text(byte[] b, int from, int to, Locator at) {
    text.feed(b, from, to);
    if (callInText == null && text.leaks().call() != null) {
      callInText = at.here();
    }
    if (thinkInText == null && text.leaks().think()) {
      thinkInText = at.here();
    }
  }

  /** Notes what arguments are; the first of each kind counts. */
  void pending(Code code, Spot spot, String tool, Map<String, String> parameters) {
    if (!pending.containsKey(code)) {
      Map<String, String> all = new LinkedHashMap<>(parameters);
      all.put("tool", tool.isEmpty() ? "a tool" : tool);
      pending.put(code, new Pending(spot, all));
    }
  }

  Map<Code, Pending> pending() {
    return pending;
  }

  MessageSummary summary() {
    List<MessageSummary.Block> list = new ArrayList<>();
    for (BlockSummary summary : shown) {
      list.add(summary.block());
    }
    return new MessageSummary(
        Findings.bounded(id, Findings.SHOWN),
        Findings.bounded(model, Findings.SHOWN),
        stopReason == null ? null : Findings.bounded(stopReason, Findings.SHOWN),
        list,
        blocks,
        new MessageSummary.Usage(
            (long) input, (long) output, (long) cacheCreation, (long) cacheRead));
  }

  /** Tells where something stands, when a finding needs it. */
  interface Locator {
    Spot here();
  }
}
