package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A personality, what is wrong with it, and what was asked of it so far. Works without any socket;
 * many threads may use it at once.
 */
public final class Scene {
  private final Personality personality;
  private final List<Fault> faults;
  private final Clock clock;
  private final Ids ids;
  private final Recording recording = new Recording();

  /**
   * A scene.
   *
   * @param faults tried in this order; the first that answers instead of the personality wins
   * @param clock time of replies
   * @param seed gives the ids in replies
   */
  public Scene(Personality personality, List<Fault> faults, Clock clock, long seed) {
    this.personality = personality;
    this.faults = List.copyOf(faults);
    this.clock = clock;
    this.ids = new Ids(seed);
  }

  /** A scene in which everything works. */
  public static Scene healthy(Personality personality) {
    return new Scene(personality, List.of(), Clock.systemUTC(), 1);
  }

  /** Who answers. */
  public Personality personality() {
    return personality;
  }

  /** What was asked so far. */
  public Recording recording() {
    return recording;
  }

  /** Time of replies. */
  public Clock clock() {
    return clock;
  }

  /**
   * The reply to a request. Never throws: a mistake of the lab itself becomes a reply that no
   * provider gives, and a defect in the recording.
   */
  public Reply perform(Request request) {
    Exchange exchange = new Exchange(request, faults, ids, clock.instant());
    Reply reply;
    try {
      reply = reply(exchange);
      for (Fault fault : faults) {
        reply = fault.sent(exchange, reply);
      }
    } catch (RuntimeException e) {
      recording.defect(e);
      reply = Reply.json(599, Json.object().with("lab_defect", e.getClass().getName()));
    }
    recording.add(Recording.Entry.of(personality.name(), exchange, reply));
    return reply;
  }

  private Reply reply(Exchange exchange) {
    for (Fault fault : faults) {
      Optional<Reply> instead = fault.instead(exchange);
      if (instead.isPresent()) {
        return instead.get();
      }
    }
    try {
      return personality.answer(exchange);
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }
}
