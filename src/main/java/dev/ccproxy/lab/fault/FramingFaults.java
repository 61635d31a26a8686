package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.BLOCK_STOP;
import static dev.ccproxy.lab.fault.EventList.START;

import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Faults of the event stream as such, and answers that are no event stream. */
final class FramingFaults {
  static final String PAGE =
      "<!DOCTYPE html>\n<html><head><title>Welcome</title></head>"
          + "<body><h1>Welcome</h1><p>Please sign in.</p></body></html>\n";

  private FramingFaults() {}

  static void add(Entries entries) {
    entries.stream("S01", "no event lines", Ask.TEXT, FramingFaults::unnamed, "W03");
    entries.stream("S02", "OpenAI chunks", Ask.TEXT, FramingFaults::chunks, "W04");
    entries.streamReply(
        "S03",
        "a JSON body where a stream was asked for",
        Ask.TEXT,
        reply -> whole(reply, new EventList(reply.frames()).message()),
        "W01a");
    entries.streamReply(
        "S05",
        "an HTML page with status 200",
        Ask.TEXT,
        reply -> Reply.text(200, "text/html; charset=utf-8", PAGE),
        "W01b");
    entries.stream("S06", "an empty body", Ask.TEXT, EventList::clear, "W02");
    entries.stream("S35", "connection reset", Ask.TEXT, FramingFaults::reset, "W09");
    entries.stream(
        "S36",
        "error event",
        Ask.TEXT,
        events -> failed(events, error("api_error", "upstream went away")),
        "E01");
    entries.stream("S37", "bare error data", Ask.TEXT, FramingFaults::bareError, "E02");
    entries.stream("S62", "data that is no JSON", Ask.TEXT, FramingFaults::notJson, "W05");
    entries.stream(
        "S63",
        "event name differs from type",
        Ask.TEXT,
        events -> events.rename(events.firstDelta("text_delta"), Optional.of("delta")),
        "W06");
    entries.streamReply(
        "S64",
        "an error as JSON with status 200",
        Ask.TEXT,
        reply ->
            whole(
                reply,
                Json.object()
                    .with("type", "error")
                    .with("error", error("api_error", "upstream went away"))),
        "E03");
    entries.stream(
        "S83",
        "the error of an error event is a string",
        Ask.TEXT,
        events -> failed(events, Json.of("something went wrong")),
        "E04");
    entries.stream("S84", "pings only", Ask.TEXT, FramingFaults::pings, "P01");
    entries.stream(
        "T6",
        "byte order mark at the start",
        Ask.TEXT,
        events -> events.add(0, Frame.text("\uFEFF")),
        "W08");
    entries.stream("T8", "last event not ended", Ask.TEXT, FramingFaults::unterminated, "W07");
  }

  private static void unnamed(EventList events) {
    for (int i = 0; i < events.size(); i++) {
      events.rename(i, Optional.empty());
    }
  }

  private static void chunks(EventList events) {
    Json message = events.data(events.first(START)).at("message");
    Json head =
        Json.object()
            .with("id", message.at("id"))
            .with("object", "chat.completion.chunk")
            .with("model", message.at("model"));
    String text = events.text();
    events.clear();
    events.append(chunk(head, Json.object().with("content", text), Json.NULL));
    events.append(chunk(head, Json.object(), Json.of("stop")));
    events.append(Frame.text("data: [DONE]\n\n"));
  }

  private static Frame chunk(Json head, Json delta, Json finish) {
    Json choice = Json.object().with("index", 0).with("delta", delta).with("finish_reason", finish);
    return Frame.data(head.with("choices", Json.array(choice)));
  }

  private static Reply whole(Reply stream, Json body) {
    Headers headers = stream.headers().with("Content-Type", "application/json");
    return new Reply(
        200,
        headers.without("Cache-Control"),
        Reply.Framing.LENGTH,
        List.of(Frame.text(body.toString())));
  }

  /** The connection breaks before the first block is finished. */
  private static void reset(EventList events) {
    events.cut(events.first(BLOCK_STOP));
    events.append(new Frame.Cut(true));
  }

  private static Json error(String type, String message) {
    return Json.object().with("type", type).with("message", message);
  }

  private static void failed(EventList events, Json error) {
    events.cut(events.first(BLOCK_STOP));
    events.append(EventList.event("error", Json.object().with("error", error)));
  }

  private static void bareError(EventList events) {
    int at = events.first(BLOCK_STOP);
    events.cut(at);
    events.append(
        Frame.data(
            Json.object()
                .with(
                    "error",
                    Json.object().with("message", "upstream went away").with("code", 502))));
  }

  private static void notJson(EventList events) {
    int at = events.firstDelta("text_delta");
    if (at < 0) {
      return;
    }
    String data = events.data(at).toString();
    String broken = data.substring(0, data.length() - 1) + "'}";
    events.set(at, Frame.text("event: content_block_delta\ndata: " + broken + "\n\n"));
  }

  private static void pings(EventList events) {
    events.clear();
    for (int i = 0; i < 3; i++) {
      events.append(EventList.event("ping", Json.object()));
    }
  }

  private static void unterminated(EventList events) {
    int last = events.size() - 1;
    String text = new String(events.frames().get(last).bytes(), StandardCharsets.UTF_8);
    events.set(last, Frame.text(text.stripTrailing()));
  }
}
