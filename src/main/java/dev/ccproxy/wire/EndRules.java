package dev.ccproxy.wire;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that look at a message as a whole, once it is complete. */
final class EndRules {
  /** Lost deltas: what makes missing arguments no fault of their own. */
  private static final Set<Code> LOST = EnumSet.of(Code.B01, Code.B05, Code.T13);

  /** The variant of a message that ends with a tool call. */
  private static final String CALL = "call";

  private final MessageState message;
  private final Findings findings;
  private final @Nullable MessagesRequest request;

  EndRules(MessageState message, Findings findings) {
    this.message = message;
    this.findings = findings;
    request = message.context.request();
  }

  /**
   * Judges the message.
   *
   * @param end where it ends
   * @param reasonExpected whether there is a place where the stop_reason should stand
   */
  void judge(Spot end, boolean reasonExpected) {
    Spot unsigned = message.unsigned;
    if (unsigned != null) {
      findings.add(Code.I03, "", unsigned);
    }
    arguments();
    stopReason(end, reasonExpected);
    content(end);
    text(end);
    usage(end);
    promises(end);
  }

  /** A client gets over a number that is written as a text, and not over one that is not there. */
  private static String variant(Code code, MessageState.Pending pending) {
    boolean missing =
        code == Code.T14 && SchemaWalk.MISSING.equals(pending.parameters().get("got"));
    return missing ? SchemaWalk.MISSING : "";
  }

  private void arguments() {
    boolean cut = message.stopName == Names.MAX_TOKENS;
    for (Map.Entry<Code, MessageState.Pending> entry : message.pending().entrySet()) {
      Code code = entry.getKey();
      MessageState.Pending pending = entry.getValue();
      if (cut) {
        if (code != Code.T14 && code != Code.T11) {
          findings.add(Code.I05, "", pending.spot(), pending.parameters());
        }
      } else if (code == Code.T10 && findings.hasAny(LOST)) {
        findings.add(Code.I04, "", pending.spot(), pending.parameters());
      } else {
        findings.add(code, variant(code, pending), pending.spot(), pending.parameters());
      }
    }
    Spot lastTool = message.lastTool;
    if (lastTool == null || cut) {
      return;
    }
    for (Map.Entry<String, String> missed : message.expected.missed().entrySet()) {
      String name = missed.getKey();
      findings.add(
          Code.C06,
          "",
          lastTool,
          Map.of(
              "name",
              name,
              "got",
              missed.getValue(),
              "expected",
              message.context.expectedArguments().getOrDefault(name, "")));
    }
  }

  private void stopReason(Spot end, boolean expected) {
    Spot spot = message.stopReasonAt == null ? end : message.stopReasonAt;
    String reason = message.stopReason;
    if (reason == null) {
      if (expected) {
        findings.add(Code.M02, "", end);
      }
    } else if (!isStopReason(message.stopName)) {
      findings.add(Code.M03, "", spot, "reason", reason);
    }
    if (findings.hasError()) {
      return;
    }
    if (message.stopName == Names.TOOL_USE && message.toolCalls == 0) {
      findings.add(Code.M05, "", spot);
    } else if (message.stopName == Names.END_TURN && message.toolCalls > 0) {
      findings.add(Code.M06, "", spot);
    } else if (message.stopName == Names.MAX_TOKENS && isWhole() && isBelowLimit()) {
      findings.add(
          Code.M12,
          message.endsWithCall ? CALL : "",
          spot,
          "tokens",
          Long.toString((long) message.output()),
          "limit",
          Long.toString(limit()));
    }
  }

  /** Whether nothing can have been cut off: a last call with all its arguments, or all the text. */
  private boolean isWhole() {
    return message.endsWithCall
        ? message.pending().isEmpty()
        : message.toolCalls == 0
            && message.context.expectedText() != null
            && !message.text.unexpected();
  }

  /** Whether the answer itself counts fewer tokens than were allowed. */
  private boolean isBelowLimit() {
    return message.output() > 0 && message.output() < limit();
  }

  /** The request's {@code max_tokens}; -1 where it is not known. */
  private long limit() {
    return request == null ? -1 : request.maxTokens();
  }

  private static boolean isStopReason(int name) {
    return switch (name) {
      case Names.END_TURN,
          Names.MAX_TOKENS,
          Names.STOP_SEQUENCE,
          Names.TOOL_USE,
          Names.PAUSE_TURN,
          Names.REFUSAL,
          Names.CONTEXT_EXCEEDED ->
          true;
      default -> false;
    };
  }

  /**
   * Whether the stop reason itself says why there may be no content: a limit that thinking or the
   * window used up, a refusal.
   */
  private boolean mayBeEmpty() {
    return switch (message.stopName) {
      case Names.REFUSAL, Names.MAX_TOKENS, Names.CONTEXT_EXCEEDED, Names.PAUSE_TURN -> true;
      default -> false;
    };
  }

  private void content(Spot end) {
    if (findings.hasError()
        || message.toolCalls > 0
        || message.otherBlock
        || message.text.bytes() > 0
        || mayBeEmpty()) {
      return;
    }
    if (message.thinkingText || (message.thinkingBlock && !message.textBlock)) {
      findings.add(Code.C02, "", end);
    } else {
      findings.add(message.blocks == 0 ? Code.C01 : Code.C01B, "", end);
    }
  }

  private void text(Spot end) {
    Spot call = message.callInText;
    String marker = message.text.leaks().call();
    if (call != null && marker != null && request != null && !request.tools().isEmpty()) {
      if (message.toolCalls > 0 && !findings.hasError()) {
        findings.add(Code.C07, "", call, "marker", marker);
      } else if (!findings.hasError()) {
        findings.add(Code.C03, "", call, "marker", marker);
      }
    }
    Spot think = message.thinkInText;
    if (think != null && !findings.hasError()) {
      findings.add(Code.C05, "", think);
    }
    if (message.text.unexpected() && !findings.hasError()) {
      findings.add(Code.C08, "", end);
    }
  }

  private void usage(Spot end) {
    if (!message.counted() && !findings.has(Code.M04) && !findings.has(Code.N02)) {
      findings.add(Code.U01, "", end);
    }
    // One token more is how some servers count the end.
    if (limit() >= 0 && message.output() > limit() + 1.0) {
      findings.add(
          Code.M10,
          "",
          end,
          "tokens",
          Long.toString((long) message.output()),
          "limit",
          Long.toString(limit()));
    }
  }

  /** What the request asked for besides the answer: stop sequences and the choice of tools. */
  private void promises(Spot end) {
    String stop = message.text.stopSequence();
    if (stop != null) {
      findings.add(Code.M11, "", end, "what", "the text holds the stop sequence " + stop);
    } else if (message.stopName == Names.STOP_SEQUENCE && !message.stopSequenceNamed) {
      findings.add(Code.M11, "", end, "what", "stop_reason is stop_sequence and none is named");
    }
    if (request == null || findings.hasError() || mayBeEmpty()) {
      return;
    }
    MessagesRequest.ToolChoice choice = request.toolChoice();
    String what = null;
    if (choice.type().equals("none") && message.toolCalls > 0) {
      what = "tool_choice is none and " + message.firstTool + " is called";
    } else if ((choice.type().equals("any") || choice.type().equals("tool"))
        && message.toolCalls == 0) {
      what = "tool_choice is " + choice.type() + " and no tool is called";
    } else if (message.otherThanChosen != null) {
      what =
          "tool_choice names " + choice.name() + " and " + message.otherThanChosen + " is called";
    } else if (choice.oneCallAtMost() && message.toolCalls > 1) {
      what = "parallel calls are switched off and " + message.toolCalls + " tools are called";
    }
    if (what != null) {
      findings.add(Code.T15, "", end, "what", what);
    }
  }
}
