package dev.ccproxy.real;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A provider that ends an answer as its filter does, when the prompt asks for that: {@code
 * content_filter} in Chat Completions and Responses, {@code refusal} in Messages. Ollama has no
 * word for it and answers as ever.
 */
final class RefusalOnRequest implements Fault {
  /** What the prompt has to say. */
  static final String WORDS = "Refuse this, please.";

  @Override
  public Reply sent(Exchange exchange, Reply reply) {
    if (reply.status() != 200 || !exchange.body().toString().contains(WORDS)) {
      return reply;
    }
    List<Frame> frames = new ArrayList<>();
    for (Frame frame : reply.frames()) {
      frames.add(refused(frame));
    }
    return reply.withFrames(frames);
  }

  private static Frame refused(Frame frame) {
    if (frame instanceof Frame.Event event && event.data().at("type").is("response.completed")) {
      String type = "response.incomplete";
      Json data = event.data().with("type", type);
      return new Frame.Event(
          Optional.of(type), data.with("response", incomplete(data.at("response"))));
    }
    String text = new String(frame.bytes(), StandardCharsets.UTF_8);
    if (text.contains("\"object\":\"response\"") && text.startsWith("{")) {
      try {
        return Frame.text(incomplete(Json.parse(frame.bytes())).toString());
      } catch (JsonSyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return Frame.text(
        text.replace("\"finish_reason\":\"stop\"", "\"finish_reason\":\"content_filter\"")
            .replace("\"stop_reason\":\"end_turn\"", "\"stop_reason\":\"refusal\""));
  }

  private static Json incomplete(Json response) {
    return response
        .with("status", "incomplete")
        .with("incomplete_details", Json.object().with("reason", "content_filter"));
  }
}
