package dev.ccproxy.lab.surface;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.model.Part;
import dev.ccproxy.lab.model.Turn;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's Responses protocol, {@code POST …/responses}, without stored conversations. */
public final class ResponsesSurface {

  /** The conversation of a request body; thinking is on when the body asks for an effort. */
  public Conversation read(Json body) {
    Conversation.Builder builder = new Conversation.Builder(body.at("model").text(""));
    builder.system(body.at("instructions").text(""));
    if (body.at("input").isText()) {
      builder.add(Turn.Speaker.USER, new Part.Text(body.at("input").text("")));
    }
    for (Json item : body.at("input").items()) {
      readItem(item, builder);
    }
    for (Json tool : body.at("tools").items()) {
      if (tool.at("type").is("function")) {
        builder.tool(
            tool.at("name").text(""), tool.at("description").text(""), tool.at("parameters"));
      }
    }
    return builder
        .choice(Contents.choice(body.at("tool_choice")))
        .parallelCalls(body.at("parallel_tool_calls").truth(true))
        .maxTokens(body.at("max_output_tokens").number(0))
        .stream(body.at("stream").truth(false))
        .schema(body.at("text").at("format").at("schema"))
        .thinking(!body.at("reasoning").at("effort").text("none").equals("none"))
        .build();
  }

  private static void readItem(Json item, Conversation.Builder builder) {
    switch (item.at("type").text("message")) {
      case "message" -> {
        String role = item.at("role").text("user");
        if (role.equals("system") || role.equals("developer")) {
          builder.system(Contents.flat(item.at("content")));
        } else {
          Turn.Speaker speaker =
              role.equals("assistant") ? Turn.Speaker.ASSISTANT : Turn.Speaker.USER;
          builder.message(speaker, Contents.parts(item.at("content")));
        }
      }
      case "function_call" ->
          builder.add(
              Turn.Speaker.ASSISTANT,
              new Part.Call(
                  item.at("call_id").text(""),
                  item.at("name").text(""),
                  Contents.arguments(item.at("arguments"))));
      case "function_call_output" ->
          builder.add(
              Turn.Speaker.USER,
              new Part.Result(
                  item.at("call_id").text(""), Contents.flat(item.at("output")), false));
      default -> {}
    }
  }

  /** The reply to a conversation, streamed or not as it asked. */
  public Reply write(Exchange exchange, Conversation asked, Answer answer) {
    List<Json> items = items(exchange, answer);
    boolean cut = answer.stop() == Answer.Stop.LENGTH;
    Json shell = shell(exchange, asked);
    Json done =
        shell
            .with("status", cut ? "incomplete" : "completed")
            .with("output", Json.array(items))
            .with("usage", usage(asked, answer));
    if (cut) {
      done = done.with("incomplete_details", Json.object().with("reason", "max_output_tokens"));
    }
    return asked.stream() ? stream(shell, items, done, cut) : Reply.json(200, done);
  }

  private static Json shell(Exchange exchange, Conversation asked) {
    Json body = exchange.body();
    return Json.object()
        .with("id", exchange.id("resp_", 32))
        .with("object", "response")
        .with("created_at", exchange.seconds())
        .with("status", "in_progress")
        .with("background", false)
        .with("error", Json.NULL)
        .with("incomplete_details", Json.NULL)
        .with("instructions", orNull(body.at("instructions")))
        .with("max_output_tokens", orNull(body.at("max_output_tokens")))
        .with("model", asked.model())
        .with("output", Json.array())
        .with("parallel_tool_calls", asked.parallelCalls())
        .with("previous_response_id", Json.NULL)
        .with(
            "reasoning",
            body.at("reasoning").given()
                ? body.at("reasoning")
                : Json.object().with("effort", Json.NULL).with("summary", Json.NULL))
        .with("store", body.at("store").truth(true))
        .with("temperature", 1)
        .with("text", Json.object().with("format", Json.object().with("type", "text")))
        .with(
            "tool_choice",
            body.at("tool_choice").given() ? body.at("tool_choice") : Json.of("auto"))
        .with("tools", body.at("tools").isArray() ? body.at("tools") : Json.array())
        .with("top_p", 1)
        .with("truncation", "disabled")
        .with("usage", Json.NULL)
        .with("user", orNull(body.at("user")))
        .with("metadata", body.at("metadata").isObject() ? body.at("metadata") : Json.object());
  }

  private static Json orNull(Json value) {
    return value.exists() ? value : Json.NULL;
  }

  private static List<Json> items(Exchange exchange, Answer answer) {
    List<Json> items = new ArrayList<>();
    for (Part part : answer.parts()) {
      if (part instanceof Part.Thought) {
        // OpenAI shows that there were thoughts, not which.
        items.add(
            Json.object()
                .with("id", exchange.id("rs_", 32))
                .with("type", "reasoning")
                .with("summary", Json.array()));
      } else if (part instanceof Part.Text text) {
        items.add(
            Json.object()
                .with("id", exchange.id("msg_", 32))
                .with("type", "message")
                .with("status", "completed")
                .with("role", "assistant")
                .with("content", Json.array(outputText(text.text()))));
      } else if (part instanceof Part.Call call) {
        items.add(
            Json.object()
                .with("id", exchange.id("fc_", 32))
                .with("type", "function_call")
                .with("status", "completed")
                .with("call_id", call.id())
                .with("name", call.name())
                .with("arguments", call.arguments().toString()));
      }
    }
    return items;
  }

  private static Json outputText(String text) {
    return Json.object()
        .with("type", "output_text")
        .with("text", text)
        .with("annotations", Json.array())
        .with("logprobs", Json.array());
  }

  private static Reply stream(Json shell, List<Json> items, Json done, boolean cut) {
    Events events = new Events();
    events.add("response.created", Json.object().with("response", shell));
    events.add("response.in_progress", Json.object().with("response", shell));
    int index = 0;
    for (Json item : items) {
      Json place = Json.object().with("output_index", index);
      switch (item.at("type").text("")) {
        case "message" -> message(events, item, place);
        case "function_call" -> call(events, item, place);
        default -> events.add("response.output_item.added", place.with("item", item));
      }
      events.add("response.output_item.done", place.with("item", item));
      index++;
    }
    events.add(
        cut ? "response.incomplete" : "response.completed", Json.object().with("response", done));
    return Reply.stream("text/event-stream; charset=utf-8", events.frames);
  }

  private static void message(Events events, Json item, Json place) {
    Json part = item.at("content").items().get(0);
    String text = part.at("text").text("");
    events.add(
        "response.output_item.added",
        place.with("item", item.with("status", "in_progress").with("content", Json.array())));
    Json here = place.with("item_id", item.at("id")).with("content_index", 0);
    events.add("response.content_part.added", here.with("part", part.with("text", "")));
    for (String piece : Pieces.of(text, 24)) {
      events.add(
          "response.output_text.delta", here.with("delta", piece).with("logprobs", Json.array()));
    }
    events.add("response.output_text.done", here.with("text", text).with("logprobs", Json.array()));
    events.add("response.content_part.done", here.with("part", part));
  }

  private static void call(Events events, Json item, Json place) {
    events.add(
        "response.output_item.added",
        place.with("item", item.with("status", "in_progress").with("arguments", "")));
    Json here = place.with("item_id", item.at("id"));
    for (String piece : Pieces.of(item.at("arguments").text(""), 14)) {
      events.add("response.function_call_arguments.delta", here.with("delta", piece));
    }
    events.add(
        "response.function_call_arguments.done",
        here.with("arguments", item.at("arguments")).with("name", item.at("name")));
  }

  private static Json usage(Conversation asked, Answer answer) {
    return Json.object()
        .with("input_tokens", asked.inputTokens())
        .with("input_tokens_details", Json.object().with("cached_tokens", 0))
        .with("output_tokens", answer.tokens())
        .with("output_tokens_details", Json.object().with("reasoning_tokens", 0))
        .with("total_tokens", asked.inputTokens() + answer.tokens());
  }

  /** Numbers the events of one stream. */
  private static final class Events {
    private final List<Frame> frames = new ArrayList<>();

    private void add(String type, Json rest) {
      Json data = Json.object().with("type", type).with("sequence_number", frames.size());
      for (String key : rest.keys()) {
        data = data.with(key, rest.at(key));
      }
      frames.add(Frame.event(type, data));
    }
  }
}
