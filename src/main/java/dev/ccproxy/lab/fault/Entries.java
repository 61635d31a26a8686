package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Collects entries of the catalogue. */
final class Entries {
  private final List<KnownFault> all = new ArrayList<>();

  List<KnownFault> all() {
    return all;
  }

  void add(
      String id,
      String title,
      Kind kind,
      Ask shows,
      KnownFault.Scope scope,
      Function<Setting, Fault> maker,
      String... expects) {
    all.add(new KnownFault(id, title, kind, shows, List.of(expects), scope, Wiring.SOUND, maker));
  }

  void wired(String id, String title, Wiring wiring, String... expects) {
    all.add(
        new KnownFault(
            id,
            title,
            Kind.STEADY,
            Ask.ANYTHING,
            List.of(expects),
            KnownFault.Scope.ALL,
            wiring,
            setting -> new Fault() {}));
  }

  /** A change of the events. */
  void stream(String id, String title, Ask shows, StreamFault fault, String... expects) {
    stream(id, title, shows, KnownFault.Scope.ALL, fault, expects);
  }

  void stream(
      String id,
      String title,
      Ask shows,
      KnownFault.Scope scope,
      StreamFault fault,
      String... expects) {
    add(id, title, Kind.STEADY, shows, scope, setting -> fault, expects);
  }

  /** A change of the whole reply to a request for a stream. */
  void streamReply(String id, String title, Ask shows, UnaryOperator<Reply> change, String code) {
    Fault fault =
        new Fault() {
          @Override
          public Reply sent(Exchange exchange, Reply reply) {
            return Messages.streamed(exchange, reply) ? change.apply(reply) : reply;
          }
        };
    add(id, title, Kind.STEADY, shows, KnownFault.Scope.ALL, setting -> fault, code);
  }

  /** A change of what the model says: it is there in streams and in bodies. */
  void said(
      String id,
      String title,
      Ask shows,
      KnownFault.Scope scope,
      UnaryOperator<Answer> change,
      String... expects) {
    Fault fault =
        new Fault() {
          @Override
          public Answer said(Exchange exchange, Answer answer) {
            return change.apply(answer);
          }
        };
    add(id, title, Kind.STEADY, shows, scope, setting -> fault, expects);
  }

  /** A change of the body of a good answer that is not streamed. */
  void body(String id, String title, Ask shows, UnaryOperator<Json> change, String... expects) {
    Fault fault =
        new Fault() {
          @Override
          public Reply sent(Exchange exchange, Reply reply) {
            if (!Messages.whole(exchange, reply)) {
              return reply;
            }
            Json changed = change.apply(Bodies.of(reply));
            return Bodies.with(reply, changed);
          }
        };
    add(id, title, Kind.STEADY, shows, KnownFault.Scope.ALL, setting -> fault, expects);
  }

  /** Another reply in place of every good answer. */
  void instead(
      String id,
      String title,
      Kind kind,
      KnownFault.Scope scope,
      Condition condition,
      Function<Setting, BiFunction<Exchange, Reply, Reply>> maker,
      String... expects) {
    add(
        id,
        title,
        kind,
        Ask.ANYTHING,
        scope,
        setting -> new InsteadOfAnswer(condition, maker.apply(setting)),
        expects);
  }

  /** When a reply is replaced. */
  @FunctionalInterface
  interface Condition {
    /** Always. */
    Condition ALWAYS = exchange -> true;

    /** Whether the request is one of those. */
    boolean holds(Exchange exchange);
  }

  /** Takes the place of a good answer: whoever has no valid credential still hears about that. */
  record InsteadOfAnswer(Condition condition, BiFunction<Exchange, Reply, Reply> other)
      implements Fault {
    @Override
    public Reply sent(Exchange exchange, Reply reply) {
      return Messages.answered(exchange, reply) && condition.holds(exchange)
          ? other.apply(exchange, reply)
          : reply;
    }
  }
}
