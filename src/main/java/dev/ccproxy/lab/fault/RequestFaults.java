package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults in which a part of the request gets lost, or counts for more than it should. */
final class RequestFaults {
  private static final Set<String> KNOWN_BLOCKS =
      Set.of(
          "text", "image", "document", "tool_use", "tool_result", "thinking", "redacted_thinking");

  /** Context of H41, and what a prompt of one text costs besides the text. */
  private static final int WINDOW = 4096;

  private static final int FRAME = 7;
  private static final int BYTES_PER_TOKEN = 4;

  private RequestFaults() {}

  static void add(Entries entries) {
    headers(
        entries,
        "H12",
        "open to everybody: no credential is needed",
        setting -> headers -> credentials(headers, setting.key()),
        "L203");
    headers(
        entries,
        "H13.api-key",
        "where both credentials come, x-api-key counts",
        setting -> headers -> both(headers) ? headers.without("authorization") : headers,
        "L202");
    headers(
        entries,
        "H13.bearer",
        "where both credentials come, Authorization counts",
        setting -> headers -> both(headers) ? headers.without("x-api-key") : headers,
        "L202");
    headers(
        entries,
        "H11.gateway",
        "the gateway refuses the credential",
        setting -> headers -> credentials(headers, "sk-other-00000000000000"),
        "L201");
    bodies(
        entries,
        "H16",
        "an unknown model is answered by the main one",
        setting ->
            body ->
                setting.models().contains(body.at("model").text(""))
                    ? body
                    : body.with("model", setting.model()),
        "L303");
    body(
        entries,
        "H18.ignored",
        "max_tokens is ignored",
        body -> body.with("max_tokens", Math.max(8000, body.at("max_tokens").number(0))),
        "L403");
    body(
        entries,
        "H19.ignored",
        "a block of an unknown type is answered with 200",
        body -> blocks(body, block -> KNOWN_BLOCKS.contains(block.at("type").text(""))),
        "L405");
    body(
        entries,
        "H24",
        "tools never reach the model",
        body -> body.without("tools").without("tool_choice"),
        "L601");
    body(
        entries,
        "H26.lost",
        "results of tools get lost",
        body -> results(body, results -> emptied(results)),
        "L606");
    body(
        entries,
        "H27",
        "results of tools change places",
        body -> results(body, RequestFaults::swapped),
        "L607");
    body(
        entries,
        "H38.first",
        "only the first block of the system text arrives",
        body -> system(body, blocks -> blocks.subList(0, 1)),
        "L708");
    body(
        entries,
        "H38.last",
        "only the last block of the system text arrives",
        body -> system(body, blocks -> blocks.subList(blocks.size() - 1, blocks.size())),
        "L708");
    body(
        entries,
        "H38.none",
        "the system text does not arrive",
        body -> body.without("system"),
        "L708");
    body(
        entries,
        "H39",
        "messages of role system get lost",
        body -> messages(body, message -> !message.at("role").is("system")),
        "L707");
    body(
        entries,
        "H40",
        "images get lost",
        body -> blocks(body, block -> !block.at("type").is("image")),
        "L711");
    body(
        entries,
        "H41",
        "the context is cut to 4096 tokens from the front",
        RequestFaults::cut,
        "L801",
        "S209");
  }

  private static void headers(
      Entries entries,
      String id,
      String title,
      Function<Setting, UnaryOperator<Headers>> change,
      String... expects) {
    entries.add(
        id,
        title,
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.but("ollama"),
        setting -> Rewriting.headers(change.apply(setting)),
        expects);
  }

  private static void bodies(
      Entries entries,
      String id,
      String title,
      Function<Setting, UnaryOperator<Json>> change,
      String... expects) {
    entries.add(
        id,
        title,
        Kind.STEADY,
        Ask.ANYTHING,
        KnownFault.Scope.ALL,
        setting -> Rewriting.body(change.apply(setting)),
        expects);
  }

  private static void body(
      Entries entries, String id, String title, UnaryOperator<Json> change, String... expects) {
    bodies(entries, id, title, setting -> change, expects);
  }

  private static boolean both(Headers headers) {
    return headers.first("authorization").isPresent() && headers.first("x-api-key").isPresent();
  }

  private static Headers credentials(Headers headers, String key) {
    return headers.with("Authorization", "Bearer " + key).with("x-api-key", key);
  }

  private static Json messages(Json body, Predicate<Json> kept) {
    List<Json> messages = new ArrayList<>();
    for (Json message : body.at("messages").items()) {
      if (kept.test(message)) {
        messages.add(message);
      }
    }
    return body.with("messages", Json.array(messages));
  }

  /** The same body, whose messages hold only some blocks; an empty text where none is left. */
  private static Json blocks(Json body, Predicate<Json> kept) {
    List<Json> messages = new ArrayList<>();
    for (Json message : body.at("messages").items()) {
      if (!message.at("content").isArray()) {
        messages.add(message);
        continue;
      }
      List<Json> blocks = new ArrayList<>();
      for (Json block : message.at("content").items()) {
        if (kept.test(block)) {
          blocks.add(block);
        }
      }
      if (blocks.isEmpty()) {
        blocks.add(Json.object().with("type", "text").with("text", "Hello"));
      }
      messages.add(message.with("content", Json.array(blocks)));
    }
    return body.with("messages", Json.array(messages));
  }

  /** Other contents for the results of tools of each message. */
  private static Json results(Json body, UnaryOperator<List<Json>> change) {
    List<Json> messages = new ArrayList<>();
    for (Json message : body.at("messages").items()) {
      List<Json> blocks = new ArrayList<>(message.at("content").items());
      List<Integer> places = new ArrayList<>();
      List<Json> contents = new ArrayList<>();
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).at("type").is("tool_result")) {
          places.add(i);
          Json content = blocks.get(i).at("content");
          contents.add(content.exists() ? content : Json.of(""));
        }
      }
      if (places.isEmpty()) {
        messages.add(message);
        continue;
      }
      List<Json> changed = change.apply(contents);
      for (int i = 0; i < places.size(); i++) {
        int place = places.get(i);
        blocks.set(place, blocks.get(place).with("content", changed.get(i)));
      }
      messages.add(message.with("content", Json.array(blocks)));
    }
    return body.with("messages", Json.array(messages));
  }

  private static List<Json> emptied(List<Json> contents) {
    List<Json> out = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      out.add(Json.of(""));
    }
    return out;
  }

  private static List<Json> swapped(List<Json> contents) {
    List<Json> out = new ArrayList<>(contents);
    if (out.size() > 1) {
      Json first = out.get(0);
      out.set(0, out.get(1));
      out.set(1, first);
    }
    return out;
  }

  private static Json system(Json body, UnaryOperator<List<Json>> change) {
    List<Json> blocks = body.at("system").items();
    return blocks.isEmpty() ? body : body.with("system", Json.array(change.apply(blocks)));
  }

  /** What is left are the last tokens of the last text, so many that the count says 4096. */
  private static Json cut(Json body) {
    long size = Tokens.of(body.toString());
    List<Json> messages = body.at("messages").items();
    if (size <= WINDOW || messages.isEmpty()) {
      return body;
    }
    Json last = messages.get(messages.size() - 1).at("content");
    StringBuilder text = new StringBuilder(last.text(""));
    for (Json block : last.items()) {
      text.append(block.at("text").text(""));
    }
    int kept = (WINDOW - FRAME) * BYTES_PER_TOKEN;
    while (text.length() < kept) {
      text.insert(0, " .");
    }
    String end = text.substring(text.length() - kept);
    return body.without("system")
        .without("tools")
        .without("tool_choice")
        .with("messages", Json.array(Json.object().with("role", "user").with("content", end)));
  }
}
