package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.BLOCK_STOP;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Faults of time: what comes late, in one piece, drop by drop, now and then, or never. */
final class TimeFaults {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration BUFFERED = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(70);
  private static final Duration DROP = Duration.ofSeconds(1);

  private TimeFaults() {}

  static void add(Entries entries) {
    entries.add(
        "H02",
        "accepts, and never answers",
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting ->
            always(
                new Reply(200, Headers.NONE, Reply.Framing.RAW, List.of(new Frame.Pause(NEVER)))),
        "L101",
        "L401");
    entries.stream(
        "H21", "everything arrives at once, after 3 s", Ask.TEXT, TimeFaults::buffered, "L502");
    entries.stream("H22", "silence of 70 s, without a ping", Ask.TEXT, TimeFaults::silent, "L505");
    entries.stream(
        "H23", "calls are merged in streams only", Ask.CALLS, CallFaults::merged, "L503", "T05");
    entries.add(
        "H45.head",
        "the head comes drop by drop",
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> always(dripping(true)),
        "L401");
    entries.add(
        "H45.body",
        "the body comes drop by drop",
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> new DrippingBody(),
        "L401");
    entries.add(
        "H48",
        "one of three requests fails",
        Kind.FLAPPING,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> new Flapping(setting, new AtomicLong()),
        "L401");
    entries.add(
        "H49",
        "the first request is one too many",
        Kind.ONCE,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting ->
            Schedule.first(1)
                .on(
                    new Entries.InsteadOfAnswer(
                        Entries.Condition.ALWAYS,
                        (exchange, reply) -> RefusalFaults.rateLimited(setting, exchange, 2))));
    entries.stream(
        "H50", "connection reset behind a finished block", Ask.TEXT, TimeFaults::resetLater, "W09");
  }

  private static Fault always(Reply reply) {
    return new Fault() {
      @Override
      public Optional<Reply> instead(Exchange exchange) {
        return Optional.of(reply);
      }
    };
  }

  private static void buffered(EventList events) {
    List<Frame> frames = new ArrayList<>(events.frames());
    StringBuilder all = new StringBuilder();
    for (Frame frame : frames) {
      all.append(new String(frame.bytes(), StandardCharsets.UTF_8));
    }
    events.clear();
    events.append(new Frame.Pause(BUFFERED));
    events.append(Frame.text(all.toString()));
  }

  private static void silent(EventList events) {
    int first = events.first(EventList.BLOCK_DELTA);
    events.add(Math.max(0, first) + 1, new Frame.Pause(SILENCE));
  }

  private static void resetLater(EventList events) {
    events.cut(events.first(BLOCK_STOP) + 1);
    events.append(new Frame.Cut(true));
  }

  private static Reply dripping(boolean head) {
    String text =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
    List<Frame> frames = new ArrayList<>();
    if (!head) {
      frames.add(Frame.text(text));
    }
    String drops = head ? text + " ".repeat(400) : " ".repeat(600);
    for (int i = 0; i < drops.length(); i++) {
      frames.add(Frame.text(drops.substring(i, i + 1)));
      frames.add(new Frame.Pause(DROP));
    }
    return new Reply(200, Headers.NONE, Reply.Framing.RAW, frames);
  }

  /** Only the answers to messages drip; the rest of the server is quick. */
  private static final class DrippingBody implements Fault {
    @Override
    public Optional<Reply> instead(Exchange exchange) {
      return Messages.asked(exchange.request()) ? Optional.of(dripping(false)) : Optional.empty();
    }
  }

  /** Of each three requests for messages one fails; which one is given by the seed. */
  private record Flapping(Setting setting, AtomicLong count) implements Fault {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    @Override
    public boolean strikes(Request request) {
      if (!Messages.asked(request)) {
        return false;
      }
      long number = count.getAndIncrement();
      long mixed = (setting.seed() + number / 3 + 1) * GOLDEN;
      return Math.floorMod(mixed >>> 33, 3L) == number % 3;
    }

    @Override
    public Reply sent(Exchange exchange, Reply reply) {
      return Messages.answered(exchange, reply)
          ? setting
              .personality()
              .failure(
                  exchange,
                  500,
                  "api_error",
                  "The server had an error while processing your request. Sorry about that!")
          : reply;
    }
  }
}
