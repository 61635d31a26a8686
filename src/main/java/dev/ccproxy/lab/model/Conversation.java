package dev.ccproxy.lab.model;

import dev.ccproxy.lab.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client asks for, in no protocol's words. Immutable; made by a {@link Builder}.
 *
 * @param system system texts in their order, wherever they stood
 * @param turns the two sides in turn: what follows without an answer in between is one turn
 * @param maxTokens limit of the answer, 0 for none
 * @param schema the answer must be JSON of this schema; absent when it need not
 * @param parallelCalls whether several tools may be called at once
 * @param thinking whether the model shows its thoughts
 */
public record Conversation(
    String model,
    List<String> system,
    List<Turn> turns,
    List<Tool> tools,
    ToolChoice choice,
    long maxTokens,
    List<String> stopSequences,
    boolean stream,
    Json schema,
    boolean parallelCalls,
    boolean thinking) {

  /** What the chat template itself costs for each turn, and once. */
  private static final long TOKENS_PER_TURN = 4;

  private static final long TOKENS_OF_FRAME = 3;

  public Conversation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
    stopSequences = List.copyOf(stopSequences);
  }

  /** About how many tokens the model has to read. */
  public long inputTokens() {
    long sum = TOKENS_OF_FRAME + TOKENS_PER_TURN * turns.size();
    for (String text : system) {
      sum += Tokens.of(text);
    }
    for (Turn turn : turns) {
      for (Part part : turn.parts()) {
        sum += Tokens.of(part);
      }
    }
    for (Tool tool : tools) {
      sum += Tokens.of(tool.name() + tool.description() + tool.schema());
    }
    return sum;
  }

  /** The last turn of the user; an empty one when there is none. */
  public Turn lastOfUser() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).speaker() == Turn.Speaker.USER) {
        return turns.get(i);
      }
    }
    return new Turn(Turn.Speaker.USER, List.of());
  }

  /** All parts of a kind, in order. */
  public <T extends Part> List<T> parts(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Turn turn : turns) {
      for (Part part : turn.parts()) {
        if (kind.isInstance(part)) {
          found.add(kind.cast(part));
        }
      }
    }
    return found;
  }

  /** The same conversation with a model of another name. */
  public Conversation withModel(String other) {
    return new Conversation(
        other,
        system,
        turns,
        tools,
        choice,
        maxTokens,
        stopSequences,
        stream,
        schema,
        parallelCalls,
        thinking);
  }

  /** The same conversation with or without visible thoughts. */
  public Conversation withThinking(boolean on) {
    return new Conversation(
        model,
        system,
        turns,
        tools,
        choice,
        maxTokens,
        stopSequences,
        stream,
        schema,
        parallelCalls,
        on);
  }

  /** The same conversation without stop sequences, for protocols that have none. */
  public Conversation withoutStopSequences() {
    return new Conversation(
        model,
        system,
        turns,
        tools,
        choice,
        maxTokens,
        List.of(),
        stream,
        schema,
        parallelCalls,
        thinking);
  }

  /**
   * Collects a conversation in the order in which a body tells it. Not for more than one thread.
   */
  public static final class Builder {
    /** How LiteLLM 1.103.5 and later begins what was a system message in mid-conversation. */
    private static final String OPERATOR_NOTE = "Operator note (not from the user)";

    private final String model;
    private final List<String> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final List<String> stopSequences = new ArrayList<>();
    private ToolChoice choice = ToolChoice.FREE;
    private long maxTokens;
    private boolean stream;
    private Json schema = Json.ABSENT;
    private boolean parallelCalls = true;
    private boolean thinking;

    /** Begins a conversation with a model. */
    public Builder(String model) {
      this.model = model;
    }

    /** One more system text; an empty one counts as none. */
    public Builder system(String text) {
      if (!text.isEmpty()) {
        system.add(text);
      }
      return this;
    }

    /**
     * One more message. A user message that LiteLLM made of a system message counts as a system
     * text again: it stands behind the prompt and would hide it.
     */
    public Builder message(Turn.Speaker speaker, List<Part> parts) {
      boolean note =
          speaker == Turn.Speaker.USER
              && !parts.isEmpty()
              && parts.get(0) instanceof Part.Text first
              && first.text().startsWith(OPERATOR_NOTE);
      for (Part part : parts) {
        if (note && part instanceof Part.Text text) {
          system(text.text());
        } else {
          add(speaker, part);
        }
      }
      return this;
    }

    /** One more part, in the turn that is open for its speaker. */
    public Builder add(Turn.Speaker speaker, Part part) {
      int last = turns.size() - 1;
      if (last >= 0 && turns.get(last).speaker() == speaker) {
        List<Part> parts = new ArrayList<>(turns.get(last).parts());
        parts.add(part);
        turns.set(last, new Turn(speaker, parts));
      } else {
        turns.add(new Turn(speaker, List.of(part)));
      }
      return this;
    }

    /** One more tool. */
    public Builder tool(String name, String description, Json inputSchema) {
      tools.add(new Tool(name, description, inputSchema));
      return this;
    }

    /** Whether tools may or must be called. */
    public Builder choice(ToolChoice value) {
      choice = value;
      return this;
    }

    /** Limit of the answer in tokens; 0 for none. */
    public Builder maxTokens(long value) {
      maxTokens = value;
      return this;
    }

    /** One more sequence at which the answer ends. */
    public Builder stop(String sequence) {
      if (!sequence.isEmpty()) {
        stopSequences.add(sequence);
      }
      return this;
    }

    /** Whether the answer is streamed. */
    public Builder stream(boolean value) {
      stream = value;
      return this;
    }

    /** The answer is JSON of this schema; an absent one asks for nothing. */
    public Builder schema(Json value) {
      schema = value;
      return this;
    }

    /** Whether several tools may be called at once. */
    public Builder parallelCalls(boolean value) {
      parallelCalls = value;
      return this;
    }

    /** Whether the model shows its thoughts. */
    public Builder thinking(boolean value) {
      thinking = value;
      return this;
    }

    /** What was collected. */
    public Conversation build() {
      return new Conversation(
          model,
          system,
          turns,
          tools,
          choice,
          maxTokens,
          stopSequences,
          stream,
          schema,
          parallelCalls,
          thinking);
    }
  }
}
