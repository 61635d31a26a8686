package dev.ccproxy.probe;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.wire.AnswerContext;
import dev.ccproxy.wire.ClientImpact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of the library together with what its answer should hold.
 *
 * @param request what is sent
 * @param body its body; null where there is none
 * @param nonces the words that are in the request and should come back, in their order
 * @param calls the tool calls that are dictated, in their order
 */
public record Asked(
    ProbeRequest request, Value.@Nullable Fields body, List<String> nonces, List<Dictated> calls) {

  /** Copies the lists. */
  public Asked {
    nonces = List.copyOf(nonces);
    calls = List.copyOf(calls);
  }

  /**
   * A tool call that the model was told to make.
   *
   * @param tool its name
   * @param input its arguments
   */
  public record Dictated(String tool, Value.Fields input) {}

  /** The id of the sheet. */
  public String id() {
    return request.id();
  }

  /** What an answer is judged by, as a client sees it; the text of an answer is not part of it. */
  public AnswerContext context(ClientImpact client) {
    AnswerContext context = AnswerContext.UNKNOWN.withClient(client);
    if (calls.size() != 1) {
      return context;
    }
    Map<String, String> arguments = new java.util.LinkedHashMap<>();
    for (Map.Entry<String, Value> argument : calls.get(0).input().fields().entrySet()) {
      if (argument.getValue() instanceof Value.Text text) {
        arguments.put(argument.getKey(), text.text());
      } else if (argument.getValue() instanceof Value.Literal literal) {
        arguments.put(argument.getKey(), literal.text());
      }
    }
    return context.withExpectedArguments(arguments);
  }

  /** The most tokens that the answer may have; -1 where the request sets no limit. */
  public long maxTokens() {
    return body == null ? -1 : BoundedJson.number(body.fields().get("max_tokens"), -1);
  }

  /** Whether a text holds all nonces in their order. */
  public boolean nonceSeen(String text) {
    int from = 0;
    for (String nonce : nonces) {
      int at = text.indexOf(nonce, from);
      if (at < 0) {
        return false;
      }
      from = at + nonce.length();
    }
    return true;
  }

  /** Whether each dictated call was made with exactly its arguments, and no other call. */
  public boolean calledAsDictated(@Nullable Message message) {
    if (message == null) {
      return false;
    }
    List<Message.ToolUse> made = new ArrayList<>(message.calls());
    for (Dictated call : calls) {
      boolean found = false;
      for (int i = 0; i < made.size() && !found; i++) {
        Message.ToolUse use = made.get(i);
        if (use.name().equals(call.tool()) && call.input().equals(use.input())) {
          made.remove(i);
          found = true;
        }
      }
      if (!found) {
        return false;
      }
    }
    return made.isEmpty();
  }

  /**
   * The same with eight times the {@code max_tokens}, for a model that thought until its tokens
   * were used up. Itself where there is nothing to enlarge.
   */
  public Asked roomier() {
    Value.Fields known = body;
    if (known == null) {
      return this;
    }
    for (String name : new String[] {"max_tokens", "max_completion_tokens"}) {
      long now = BoundedJson.number(known.fields().get(name), -1);
      if (now > 0) {
        return withBody(JsonObject.copy(known).put(name, now * 8).value());
      }
    }
    return this;
  }

  /**
   * The same with {@code max_completion_tokens} in place of {@code max_tokens}, as newer OpenAI
   * models want it.
   */
  public Asked withMaxCompletionTokens() {
    Value.Fields known = body;
    Value limit = known == null ? null : known.fields().get("max_tokens");
    if (known == null || limit == null) {
      return this;
    }
    return withBody(
        JsonObject.copy(known).without("max_tokens").put("max_completion_tokens", limit).value());
  }

  /** The same without credentials, or with other ones. */
  public Asked withCredentials(List<Credential> credentials) {
    return new Asked(request.withCredentials(credentials), body, nonces, calls);
  }

  /** The same to another place. */
  public Asked withTarget(Target target) {
    return new Asked(request.withTarget(target), body, nonces, calls);
  }

  /** The same with a header set, or taken out where the value is null. */
  public Asked withHeader(String name, @Nullable String value) {
    return new Asked(request.withHeader(name, value), body, nonces, calls);
  }

  Asked withBody(Value.Fields changed) {
    return new Asked(
        request.withBody(
            JsonText.write(changed, 0).getBytes(StandardCharsets.UTF_8),
            BoundedJson.isTrue(changed.fields().get("stream"))),
        changed,
        nonces,
        calls);
  }

  /** Name, method and place. */
  @Override
  public String toString() {
    return request.toString();
  }
}
