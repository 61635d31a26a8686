package dev.ccproxy.lab.http;

import dev.ccproxy.lab.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One step of a reply's body. Events and lines keep their structure until they are written, so that
 * a fault can change a field, a whole event, or the bytes.
 */
public sealed interface Frame {

  /** The bytes of this step; empty for steps that send nothing. */
  byte[] bytes();

  /** An event of a Messages or Responses stream. */
  static Frame event(String name, Json data) {
    return new Event(Optional.of(name), data);
  }

  /** An event without a name, as Chat Completions streams have them. */
  static Frame data(Json data) {
    return new Event(Optional.empty(), data);
  }

  /** Text as it stands. */
  static Frame text(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A server-sent event.
   *
   * @param name the {@code event:} line; without it there is none
   */
  record Event(Optional<String> name, Json data) implements Frame {
    @Override
    public byte[] bytes() {
      String head = name.map(n -> "event: " + n + "\n").orElse("");
      return (head + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A line of newline-delimited JSON, as Ollama's own protocol streams. */
  record Line(Json data) implements Frame {
    @Override
    public byte[] bytes() {
      return (data + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Bytes as they stand. */
  final class Bytes implements Frame {
    private final byte[] bytes;

    /** Takes over the array. */
    public Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }
  }

  /**
   * The same bytes again and again: what has no end cannot be held in memory.
   *
   * @param times how often; {@link Long#MAX_VALUE} until the client goes away
   */
  record Repeat(Bytes unit, long times) implements Frame {
    @Override
    public byte[] bytes() {
      return new byte[0];
    }
  }

  /** Nothing is sent for a while. */
  record Pause(Duration time) implements Frame {
    @Override
    public byte[] bytes() {
      return new byte[0];
    }
  }

  /**
   * The connection ends here, whatever was announced.
   *
   * @param reset whether the client sees a reset instead of an orderly end
   */
  record Cut(boolean reset) implements Frame {
    @Override
    public byte[] bytes() {
      return new byte[0];
    }
  }
}
