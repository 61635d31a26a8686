package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When a fault strikes. Conditions on the request come first; what is left is counted.
 *
 * @param stream only requests for a stream (true), only others (false), both (empty)
 * @param tools only requests that offer tools
 * @param skipped so many matching requests are left alone first
 * @param first only so many matching requests are struck; {@link Long#MAX_VALUE} for all
 */
public record Schedule(Optional<Boolean> stream, boolean tools, long skipped, long first) {
  /** Always. */
  public static final Schedule ALWAYS = new Schedule(Optional.empty(), false, 0, Long.MAX_VALUE);

  /** Only the first requests for messages. */
  public static Schedule first(long requests) {
    return new Schedule(Optional.empty(), false, 0, requests);
  }

  /** Only requests that offer tools. */
  public static Schedule onlyTools() {
    return new Schedule(Optional.empty(), true, 0, Long.MAX_VALUE);
  }

  /**
   * A schedule from its words: {@code first=2}, {@code after=1}, {@code stream}, {@code json},
   * {@code tools}, joined by commas.
   *
   * @return empty when a word is not understood
   */
  public static Optional<Schedule> parse(String words) {
    Schedule out = ALWAYS;
    for (String word : words.split(",", -1)) {
      Optional<Schedule> next = out.and(word.strip());
      if (next.isEmpty()) {
        return next;
      }
      out = next.get();
    }
    return Optional.of(out);
  }

  private Optional<Schedule> and(String word) {
    switch (word) {
      case "stream" -> {
        return Optional.of(new Schedule(Optional.of(true), tools, skipped, first));
      }
      case "json" -> {
        return Optional.of(new Schedule(Optional.of(false), tools, skipped, first));
      }
      case "tools" -> {
        return Optional.of(new Schedule(stream, true, skipped, first));
      }
      default -> {
        int equals = word.indexOf('=');
        long number = equals < 0 ? -1 : number(word.substring(equals + 1));
        if (number < 0) {
          return Optional.empty();
        }
        return switch (word.substring(0, equals)) {
          case "first" -> Optional.of(new Schedule(stream, tools, skipped, number));
          case "after" -> Optional.of(new Schedule(stream, tools, number, first));
          default -> Optional.empty();
        };
      }
    }
  }

  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 9) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }

  /** The fault at these times. */
  public Fault on(Fault fault) {
    if (equals(ALWAYS)) {
      return fault;
    }
    AtomicLong count = new AtomicLong();
    return new Gated(fault, request -> matches(request) && due(count.getAndIncrement()));
  }

  private boolean due(long before) {
    return before >= skipped && before - skipped < first;
  }

  private boolean matches(Request request) {
    if (!Messages.asked(request)) {
      return false;
    }
    if (stream.isEmpty() && !tools) {
      return true;
    }
    try {
      Json body = Json.parse(request.body());
      boolean streams = body.at("stream").truth(false);
      return (stream.isEmpty() || stream.get() == streams)
          && (!tools || !body.at("tools").items().isEmpty());
    } catch (JsonSyntaxException e) {
      return false;
    }
  }
}
