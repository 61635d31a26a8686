package dev.ccproxy.check.live;

import dev.ccproxy.probe.Answer;
import dev.ccproxy.probe.Asked;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.probe.Message;
import dev.ccproxy.probe.ProbeRequest;
import dev.ccproxy.wire.Finding;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request and what came of it, judged for the client.
 *
 * @param asked the request and what its answer should hold
 * @param first the first answer, which is the evidence: what comes after it may be its echo
 * @param last the answer of the last try
 * @param verdict the last answer by the rules of the protocol; null where no head came
 * @param tries how often it was sent, 1 or more
 */
public record Exchange(
    Asked asked, Answer first, Answer last, @Nullable Verdict verdict, int tries) {

  /** What was asked. */
  public ProbeRequest request() {
    return last.request();
  }

  /** Why no whole answer came; null where one did. */
  public @Nullable Failure failure() {
    return last.failure();
  }

  /** Status of the last answer; 0 where no head came. */
  public int status() {
    return last.status();
  }

  /** Whether a whole answer with a status of success came; its body may be wrong all the same. */
  public boolean isAnswered() {
    return last.succeeded();
  }

  /** Whether the client gets a message out of it. */
  public boolean isUsable() {
    return isAnswered() && verdict != null && !verdict.hasAtLeast(Severity.ERROR);
  }

  /** The broken rules that no other one explains, at this severity or worse. */
  public List<Finding> broken(Severity least) {
    List<Finding> broken = new ArrayList<>();
    if (verdict != null) {
      for (Finding finding : verdict.findings()) {
        if (finding.primary() && finding.severity().atLeast(least)) {
          broken.add(finding);
        }
      }
    }
    return broken;
  }

  /** The message; null where the answer holds none. */
  public @Nullable Message message() {
    return isAnswered() ? Message.of(last) : null;
  }

  /** The text of the message; empty where there is none. */
  public String text() {
    Message message = message();
    return message == null ? "" : message.text();
  }

  /** Whether the message ended because its tokens were used up. */
  public boolean isCutByLimit() {
    Message message = message();
    return message != null && message.stopReason().equals("max_tokens");
  }

  /**
   * Whether the message says that its tokens were used up, and neither is so: all that was asked
   * for is there, and by its own count half of the tokens were left.
   */
  public boolean isFalselyCut() {
    Message message = message();
    return message != null
        && isCutByLimit()
        && message.calls().isEmpty()
        && !asked.nonces().isEmpty()
        && asked.nonceSeen(message.text())
        && message.outputTokens() > 0
        && message.outputTokens() * 2 < asked.maxTokens();
  }

  /** Input tokens that the answer states; -1 where it states none. */
  public long inputTokens() {
    Message message = message();
    return message == null ? -1 : message.inputTokens();
  }

  /** Whether the body is a page for people. */
  public boolean isHtml() {
    String type = last.header("content-type").toLowerCase(Locale.ROOT);
    if (type.contains("html")) {
      return true;
    }
    String start = bodyStart(64).strip().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype") || start.startsWith("<html");
  }

  /** The start of the body as text, at most {@code most} bytes of it. */
  public String bodyStart(int most) {
    return last.body().text(most);
  }
}
