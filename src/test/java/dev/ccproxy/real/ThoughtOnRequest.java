package dev.ccproxy.real;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that shows a thought when the prompt asks for that, whatever became of the request's
 * {@code thinking} on its way through the gateway.
 */
final class ThoughtOnRequest implements Fault {
  /** What the prompt has to say. */
  static final String WORDS = "Think first, please.";

  @Override
  public Answer said(Exchange exchange, Answer answer) {
    if (!answer.thought().isEmpty() || !exchange.body().toString().contains(WORDS)) {
      return answer;
    }
    List<Part> parts = new ArrayList<>(List.of(new Part.Thought("The user wants a thought.")));
    parts.addAll(answer.parts());
    return new Answer(parts, answer.stop(), answer.stopSequence());
  }
}
