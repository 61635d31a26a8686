package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import java.time.Clock;
import java.util.ArrayList;
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
    Reply reply;
    try {
      reply = broken(request);
    } catch (RuntimeException e) {
      recording.defect(e);
      reply = Reply.json(599, Json.object().with("lab_defect", e.getClass().getName()));
    }
    recording.add(personality.name(), request, reply);
    return reply;
  }

  private Reply broken(Request request) {
    List<Fault> striking = new ArrayList<>(faults.size());
    Request received = request;
    for (Fault fault : faults) {
      if (fault.strikes(request)) {
        striking.add(fault);
        received = fault.received(received);
      }
    }
    Exchange exchange = new Exchange(received, striking, ids, clock.instant());
    Reply reply = reply(exchange, striking);
    for (Fault fault : striking) {
      reply = fault.sent(exchange, reply);
    }
    return reply;
  }

  private Reply reply(Exchange exchange, List<Fault> striking) {
    for (Fault fault : striking) {
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
