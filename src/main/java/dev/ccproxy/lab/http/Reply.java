package dev.ccproxy.lab.http;

import dev.ccproxy.lab.json.Json;
import java.util.List;

/**
 * An answer before it is written: status, headers and the steps of its body. Immutable; a fault
 * gives a changed copy.
 *
 * @param status 100 to 999; nothing checks that it makes sense
 * @param headers the provider's own; length, transfer coding and connection are added when written,
 *     unless they stand here already
 * @param framing how the client learns where the body ends
 */
public record Reply(int status, Headers headers, Framing framing, List<Frame> frames) {

  /** Ways to mark the end of a body. */
  public enum Framing {
    /** A Content-Length header. */
    LENGTH,
    /** Chunked transfer coding, one chunk for each frame. */
    CHUNKED,
    /** The end of the connection. */
    CLOSE,
    /** The frames are the whole answer, head included; the connection ends behind them. */
    RAW
  }

  public Reply {
    frames = List.copyOf(frames);
  }

  /** A JSON body. */
  public static Reply json(int status, Json body) {
    return text(status, "application/json", body.toString());
  }

  /** A body of any text type. */
  public static Reply text(int status, String contentType, String body) {
    return new Reply(
        status,
        Headers.of("Content-Type", contentType),
        Framing.LENGTH,
        body.isEmpty() ? List.of() : List.of(Frame.text(body)));
  }

  /** A stream with status 200, one chunk for each frame. */
  public static Reply stream(String contentType, List<Frame> frames) {
    return new Reply(
        200,
        Headers.of("Content-Type", contentType, "Cache-Control", "no-cache"),
        Framing.CHUNKED,
        frames);
  }

  /** The same reply with one header more or another value for it. */
  public Reply withHeader(String name, String value) {
    return new Reply(status, headers.with(name, value), framing, frames);
  }

  /** The same reply with another status. */
  public Reply withStatus(int other) {
    return new Reply(other, headers, framing, frames);
  }

  /** The same reply with another body. */
  public Reply withFrames(List<Frame> others) {
    return new Reply(status, headers, framing, others);
  }

  /** The same reply with another mark for its end. */
  public Reply withFraming(Framing other) {
    return new Reply(status, headers, other, frames);
  }
}
