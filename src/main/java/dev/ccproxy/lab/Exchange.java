package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.model.ScriptedModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request on its way through a scene. */
public final class Exchange {
  private final Request request;
  private final Json body;
  private final boolean malformed;
  private final List<Fault> faults;
  private final Ids ids;
  private final Instant time;
  private @Nullable Conversation conversation;

  Exchange(Request request, List<Fault> faults, Ids ids, Instant time) {
    this.request = request;
    this.faults = faults;
    this.ids = ids;
    this.time = time;
    Json parsed = Json.ABSENT;
    boolean broken = false;
    if (request.body().length > 0) {
      try {
        parsed = Json.parse(request.body());
      } catch (JsonSyntaxException e) {
        broken = true;
      }
    }
    this.body = parsed;
    this.malformed = broken;
  }

  /** The request. */
  public Request request() {
    return request;
  }

  /** The body as JSON; absent when there is none or it is not JSON. */
  public Json body() {
    return body;
  }

  /** Whether there is a body that is not JSON. */
  public boolean malformed() {
    return malformed;
  }

  /**
   * What the model says to a conversation.
   *
   * @param callIds how ids of tool calls begin at this provider
   */
  public Answer ask(Conversation asked, String callIds) {
    conversation = asked;
    Answer answer = ScriptedModel.answer(asked, () -> ids.next(callIds, 24));
    for (Fault fault : faults) {
      answer = fault.said(this, answer);
    }
    return answer;
  }

  /** The conversation of this request, once the model was asked. */
  public Optional<Conversation> conversation() {
    return Optional.ofNullable(conversation);
  }

  /** A new id: the prefix and so many hexadecimal digits; the same ones in every run. */
  public String id(String prefix, int digits) {
    return ids.next(prefix, digits);
  }

  /** When the request came, in seconds since 1970. */
  public long seconds() {
    return time.getEpochSecond();
  }

  /** When the request came. */
  public Instant time() {
    return time;
  }
}
