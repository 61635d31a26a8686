package dev.ccproxy.lab.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the model says.
 *
 * @param parts thoughts, texts and calls in this order
 * @param stop why it ends
 * @param stopSequence the sequence that ended it, for {@link Stop#SEQUENCE} alone
 */
public record Answer(List<Part> parts, Stop stop, Optional<String> stopSequence) {

  /** Reasons to stop; every protocol has its own words for them. */
  public enum Stop {
    /** Everything is said. */
    END,
    /** The limit of the request is reached. */
    LENGTH,
    /** A sequence of the request came up. */
    SEQUENCE,
    /** Tools are to be called. */
    CALL
  }

  public Answer {
    parts = List.copyOf(parts);
  }

  /** An answer that is one text. */
  public static Answer text(String text) {
    return new Answer(List.of(new Part.Text(text)), Stop.END, Optional.empty());
  }

  /** All texts in one. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        out.append(text.text());
      }
    }
    return out.toString();
  }

  /** All thoughts in one. */
  public String thought() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Thought thought) {
        out.append(thought.text());
      }
    }
    return out.toString();
  }

  /** The tool calls. */
  public List<Part.Call> calls() {
    List<Part.Call> calls = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Call call) {
        calls.add(call);
      }
    }
    return calls;
  }

  /** The same answer without its thoughts. */
  public Answer withoutThoughts() {
    List<Part> rest = new ArrayList<>(parts);
    rest.removeIf(part -> part instanceof Part.Thought);
    return new Answer(rest, stop, stopSequence);
  }

  /** About how many tokens it has; at least 1. */
  public long tokens() {
    long sum = 0;
    for (Part part : parts) {
      sum += Tokens.of(part);
    }
    return Math.max(1, sum);
  }
}
