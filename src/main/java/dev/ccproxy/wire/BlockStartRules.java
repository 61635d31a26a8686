package dev.ccproxy.wire;

import static dev.ccproxy.wire.EventFields.BLOCK;
import static dev.ccproxy.wire.EventFields.BLOCK_ID;
import static dev.ccproxy.wire.EventFields.BLOCK_INPUT;
import static dev.ccproxy.wire.EventFields.BLOCK_NAME;
import static dev.ccproxy.wire.EventFields.BLOCK_SIGNATURE;
import static dev.ccproxy.wire.EventFields.BLOCK_TEXT;
import static dev.ccproxy.wire.EventFields.BLOCK_THINKING;
import static dev.ccproxy.wire.EventFields.BLOCK_TYPE;

import org.jspecify.annotations.Nullable;

/** The rules of the content_block_start event, except for its index. */
final class BlockStartRules {
  private final EventFields f;
  private final MessageState message;
  private final Findings findings;
  private final Spots spots;
  private final ToolRules toolRules;

  BlockStartRules(EventFields fields, MessageState message, Findings findings, Spots spots) {
    f = fields;
    this.message = message;
    this.findings = findings;
    this.spots = spots;
    toolRules = new ToolRules(fields, BLOCK_ID, BLOCK_NAME, message, findings, spots);
  }

  /** Judges the event whose fields are there, and opens its block. */
  OpenBlock start(long index, Window.Mark start) {
    String typeText = f.text(BLOCK_TYPE);
    BlockType type = f.isString(BLOCK_TYPE) ? BlockType.of(f.name(BLOCK_TYPE)) : BlockType.UNKNOWN;
    if (f.kind(BLOCK) != Kind.OBJECT || !f.isString(BLOCK_TYPE)) {
      findings.add(Code.B12, "", spots.at(f.isAbsent(BLOCK_TYPE) ? BLOCK : BLOCK_TYPE));
    } else {
      judge(type, typeText);
    }
    message.count(type);
    boolean call = type == BlockType.TOOL_USE || type == BlockType.SERVER_TOOL_USE;
    String tool = call ? f.text(BLOCK_NAME) : "";
    BlockSummary summary = message.summary(index, start.place().line());
    summary.describe(typeText, tool, call ? f.text(BLOCK_ID) : "");
    return new OpenBlock(
        index, type, typeText, tool, summary, start, arguments(type, tool), f.inputFilled());
  }

  private @Nullable ArgumentCheck arguments(BlockType type, String tool) {
    return switch (type) {
      case TOOL_USE -> new ArgumentCheck(message.schema(tool), message.expected);
      case SERVER_TOOL_USE -> new ArgumentCheck(ToolSchema.ANY, new ExpectedArguments());
      default -> null;
    };
  }

  private void judge(BlockType type, String typeText) {
    switch (type) {
      case TEXT -> {
        if (!f.isString(BLOCK_TEXT)) {
          wrong(typeText, "text", BLOCK_TEXT);
        }
      }
      case THINKING -> {
        if (f.isAbsent(BLOCK_THINKING)) {
          findings.add(Code.I06, "", spots.at(BLOCK));
        } else if (!f.isString(BLOCK_THINKING)) {
          wrong(typeText, "thinking", BLOCK_THINKING);
        }
        if (f.kind(BLOCK_SIGNATURE).present() && !f.isString(BLOCK_SIGNATURE)) {
          wrong(typeText, "signature", BLOCK_SIGNATURE);
        }
      }
      case TOOL_USE -> {
        if (f.kind(BLOCK_INPUT) != Kind.OBJECT) {
          findings.add(Code.B07, "", spots.at(f.isAbsent(BLOCK_INPUT) ? BLOCK : BLOCK_INPUT));
        }
        toolRules.judge();
      }
      case UNKNOWN -> findings.add(Code.I02, "", spots.at(BLOCK_TYPE), "type", typeText);
      default -> {}
    }
  }

  private void wrong(String type, String field, int slot) {
    findings.add(
        Code.B06,
        "",
        spots.at(f.isAbsent(slot) ? BLOCK : slot),
        "type",
        type,
        "field",
        field,
        "kind",
        f.kind(slot).words());
  }
}
