package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Requests and replies for tests that need no socket. */
public final class Requests {
  /** A moment in November 2026. */
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

  private Requests() {}

  /** JSON with single quotes, which need no escapes here. */
  public static Json json(String text) {
    try {
      return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A scene with a fixed time. */
  public static Scene scene(Personality personality, Fault... faults) {
    return new Scene(personality, List.of(faults), CLOCK, 1);
  }

  /** A POST with a JSON body in single quotes. */
  public static Request post(String path, Headers headers, String body) {
    return new Request(
        "POST", path, "HTTP/1.1", headers, json(body).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A request without a body. */
  public static Request get(String path, Headers headers) {
    return new Request("GET", path, "HTTP/1.1", headers, new byte[0]);
  }

  /** {@code Authorization: Bearer}. */
  public static Headers bearer(String token) {
    return Headers.of("Authorization", "Bearer " + token);
  }

  /** The bytes of a body as text. */
  public static String text(Reply reply) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : reply.frames()) {
      out.writeBytes(frame.bytes());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The body as JSON. */
  public static Json body(Reply reply) {
    try {
      return Json.parse(text(reply).getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(text(reply), e);
    }
  }

  /** The data of all events and lines of a stream. */
  public static List<Json> events(Reply reply) {
    List<Json> events = new ArrayList<>();
    for (Frame frame : reply.frames()) {
      if (frame instanceof Frame.Event event) {
        events.add(event.data());
      } else if (frame instanceof Frame.Line line) {
        events.add(line.data());
      }
    }
    return events;
  }
}
