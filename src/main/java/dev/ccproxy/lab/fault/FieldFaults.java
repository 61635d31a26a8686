package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.personality.LiteLlm;
import java.util.List;
import java.util.Set;

/**
 * Faults that last as long as the request holds a certain field: a client that leaves it out is
 * answered. The wordings decide whether the client does so; probes.md 1.4b.
 */
final class FieldFaults {
  private static final int CAP = 16_384;
  private static final int LONGEST_NAME = 63;
  private static final int MANY_TOOLS = 60;
  private static final int MOST_TOOLS = 128;
  private static final int WINDOW = 8192;
  private static final int LARGE_WINDOW = 32_768;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final Set<String> REFUSED_KEYWORDS =
      Set.of("$schema", "propertyNames", "exclusiveMinimum", "exclusiveMaximum");

  private FieldFaults() {}

  static void add(Entries entries) {
    dropParams(entries);
    limits(entries);
    tools(entries);
    thinking(entries);
    history(entries);
    others(entries);
  }

  private static void field(
      Entries entries,
      String id,
      String title,
      Entries.Condition condition,
      String message,
      String... expects) {
    field(entries, id, title, condition, 400, "invalid_request_error", message, expects);
  }

  private static void field(
      Entries entries,
      String id,
      String title,
      Entries.Condition condition,
      int status,
      String type,
      String message,
      String... expects) {
    entries.instead(
        id,
        title,
        Kind.FIELD,
        KnownFault.Scope.ALL,
        condition,
        setting ->
            (exchange, reply) -> setting.personality().failure(exchange, status, type, message),
        expects);
  }

  private static Entries.Condition has(String field) {
    return exchange -> exchange.body().at(field).given();
  }

  private static Entries.Condition thinks(String type) {
    return exchange -> exchange.body().at("thinking").at("type").is(type);
  }

  private static void dropParams(Entries entries) {
    unsupported(
        entries, "H10", "drop_params is missing", has("thinking"), "thinking", "L702", "S201");
    unsupported(
        entries,
        "H10.context",
        "drop_params is missing, context_management",
        has("context_management"),
        "context_management",
        "L704",
        "S201");
    unsupported(
        entries,
        "H10.agent",
        "drop_params is missing, but not for Claude Code itself",
        exchange ->
            exchange.body().at("thinking").given()
                && !exchange
                    .request()
                    .headers()
                    .first("user-agent")
                    .orElse("")
                    .startsWith("claude-cli"),
        "thinking",
        "L713");
  }

  private static void unsupported(
      Entries entries,
      String id,
      String title,
      Entries.Condition condition,
      String parameter,
      String... expects) {
    entries.instead(
        id,
        title,
        Kind.FIELD,
        RefusalFaults.LITELLM,
        condition,
        setting ->
            (exchange, reply) ->
                setting.personality() instanceof LiteLlm litellm
                    ? litellm.ownFailure(exchange, 400, text(litellm, exchange, parameter))
                    : reply,
        expects);
  }

  private static String text(LiteLlm litellm, Exchange exchange, String parameter) {
    String model = exchange.body().at("model").text("");
    if (!litellm.release().old() && parameter.equals("thinking")) {
      return "litellm.UnsupportedParamsError: "
          + model
          + " doesn't support `reasoning.effort` (its model cost map entry lacks"
          + " `supports_reasoning`). To drop unsupported params set `litellm.drop_params = True`";
    }
    return "litellm.UnsupportedParamsError: openai does not support parameters: ['"
        + parameter
        + "'], for model="
        + model
        + ". To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n"
        + " drop_params: true`\n. \n If you want to use these params dynamically send"
        + " allowed_openai_params=['"
        + parameter
        + "'] in your request.";
  }

  private static void limits(Entries entries) {
    Entries.Condition tooMany = exchange -> exchange.body().at("max_tokens").number(0) > CAP;
    entries.instead(
        "H18.openai",
        "max_tokens is too large, in OpenAI's words",
        Kind.FIELD,
        KnownFault.Scope.ALL,
        tooMany,
        setting ->
            (exchange, reply) ->
                setting
                    .personality()
                    .failure(
                        exchange,
                        400,
                        "invalid_request_error",
                        "max_tokens is too large: "
                            + exchange.body().at("max_tokens").number(0)
                            + ". This model supports at most "
                            + CAP
                            + " completion tokens, whereas you provided "
                            + exchange.body().at("max_tokens").number(0)
                            + "."),
        "L710");
    entries.instead(
        "H18.anthropic",
        "max_tokens is too large, in Anthropic's words",
        Kind.FIELD,
        KnownFault.Scope.ALL,
        tooMany,
        setting ->
            (exchange, reply) ->
                setting
                    .personality()
                    .failure(
                        exchange,
                        400,
                        "invalid_request_error",
                        "max_tokens: "
                            + exchange.body().at("max_tokens").number(0)
                            + " > "
                            + CAP
                            + ", which is the maximum allowed number of output tokens for "
                            + exchange.body().at("model").text("")),
        "L710");
    field(
        entries,
        "H19.crash",
        "a block of an unknown type makes a 500",
        exchange -> anyBlock(exchange.body(), "ccp_unknown"),
        500,
        "api_error",
        "KeyError: 'text'",
        "L405");
  }

  private static void tools(Entries entries) {
    field(
        entries,
        "H28.keyword",
        "a keyword of a tool's schema is refused",
        exchange -> schemas(exchange.body()),
        "Invalid JSON payload received. Unknown name \"$schema\" at"
            + " 'tools[0].function_declarations[0].parameters': Cannot find field.",
        "L612");
    field(
        entries,
        "H28.name",
        "a tool's name is too long",
        exchange -> longest(exchange.body()) > LONGEST_NAME,
        "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length"
            + " 63, but got a string with length 64 instead.",
        "L612");
    field(
        entries,
        "H24.failed",
        "the server fails whenever there are tools",
        exchange -> !exchange.body().at("tools").items().isEmpty(),
        500,
        "api_error",
        "Internal server error: the tool parser failed",
        "L601");
    field(
        entries,
        "H29",
        "sixty tools are too many: a call fails",
        exchange -> exchange.body().at("tools").items().size() >= MANY_TOOLS,
        500,
        "api_error",
        "The model produced invalid content. Consider modifying your prompt if you are seeing this"
            + " error persistently.",
        "L613");
    entries.instead(
        "H29.limit",
        "more than 128 tools are refused",
        Kind.FIELD,
        KnownFault.Scope.ALL,
        exchange -> exchange.body().at("tools").items().size() > MOST_TOOLS,
        setting ->
            (exchange, reply) ->
                setting
                    .personality()
                    .failure(
                        exchange,
                        400,
                        "invalid_request_error",
                        "Invalid 'tools': array too long. Expected an array with maximum length"
                            + " 128, but got an array with length "
                            + exchange.body().at("tools").items().size()
                            + " instead."),
        "L613");
  }

  private static int size(Json body) {
    return body.toString().length() / CHARACTERS_PER_TOKEN;
  }

  private static void history(Entries entries) {
    field(
        entries,
        "H41.refused",
        "a request of more than 8192 tokens is refused",
        exchange -> size(exchange.body()) > WINDOW,
        "This model's maximum context length is 8192 tokens. However, your messages resulted in"
            + " 24063 tokens. Please reduce the length of the messages.",
        "L801");
    field(
        entries,
        "H41.answer",
        "request and max_tokens together are more than the window",
        exchange ->
            exchange.body().at("max_tokens").number(0) + size(exchange.body()) > LARGE_WINDOW,
        "This model's maximum context length is 32768 tokens. However, you requested 53611 tokens"
            + " (21611 in the messages, 32000 in the completion). Please reduce the length of the"
            + " messages or completion.",
        "L710");
    field(
        entries,
        "H26.refused",
        "results of tools are not found",
        exchange -> anyBlock(exchange.body(), "tool_result"),
        "An assistant message with 'tool_calls' must be followed by tool messages responding to"
            + " each 'tool_call_id'. The following tool_call_ids did not have response messages:"
            + " call_1",
        "L606",
        "L607");
    field(
        entries,
        "H30",
        "thoughts of an earlier turn are missed",
        exchange -> anyBlock(exchange.body(), "tool_use"),
        "The reasoning_content in the thinking mode must be passed back to the API.",
        "L614");
  }

  private static void thinking(Entries entries) {
    field(
        entries,
        "H31",
        "adaptive thinking is refused; the client recovers",
        thinks("adaptive"),
        "adaptive thinking is not supported on this model",
        "L702");
    field(
        entries,
        "H31.tag",
        "adaptive thinking is an unknown tag; the client does not recover",
        thinks("adaptive"),
        "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected"
            + " tags: 'disabled', 'enabled'",
        "L702");
    field(
        entries,
        "H31.argument",
        "thinking is an unknown argument; the client does not recover",
        has("thinking"),
        "Unrecognized request argument supplied: thinking",
        "L702",
        "L703");
    field(
        entries,
        "H32",
        "thinking with a budget is refused",
        thinks("enabled"),
        "thinking is not supported by this model",
        "L703");
  }

  private static void others(Entries entries) {
    field(
        entries,
        "H33",
        "context_management is refused",
        has("context_management"),
        "context_management: Extra inputs are not permitted",
        "L704");
    field(
        entries,
        "H34",
        "the effort is refused; the client recovers",
        exchange -> exchange.body().at("output_config").at("effort").given(),
        "output_config.effort: Extra inputs are not permitted",
        "L705");
    field(
        entries,
        "H34.whole",
        "output_config is refused; the client does not recover",
        has("output_config"),
        "output_config: Extra inputs are not permitted",
        "L705");
    field(
        entries,
        "H35",
        "cache_control is refused",
        exchange -> cached(exchange.body()),
        "system.1.cache_control: Extra inputs are not permitted",
        "L706");
    Entries.Condition systemTurn = exchange -> systemTurn(exchange.body());
    field(
        entries,
        "H36",
        "a message of role system is refused; the client recovers",
        systemTurn,
        "messages.1.role: Input should be 'user' or 'assistant'",
        "L707");
    field(
        entries,
        "H36.template",
        "a message of role system is refused by the chat template; the client does not recover",
        systemTurn,
        "System message must be at the beginning.",
        "L707");
    field(
        entries,
        "H36.invalid",
        "role system is invalid; the client does not recover",
        systemTurn,
        "Invalid role: system",
        "L707");
    field(
        entries,
        "H37",
        "an image is refused",
        exchange -> anyBlock(exchange.body(), "image"),
        "This model does not support image input.",
        "L711");
  }

  static boolean anyBlock(Json body, String type) {
    for (Json message : body.at("messages").items()) {
      for (Json block : message.at("content").items()) {
        if (block.at("type").is(type)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean systemTurn(Json body) {
    for (Json message : body.at("messages").items()) {
      if (message.at("role").is("system")) {
        return true;
      }
    }
    return false;
  }

  private static boolean cached(Json body) {
    for (List<Json> list : List.of(body.at("system").items(), body.at("tools").items())) {
      for (Json item : list) {
        if (item.has("cache_control")) {
          return true;
        }
      }
    }
    for (Json message : body.at("messages").items()) {
      for (Json block : message.at("content").items()) {
        if (block.has("cache_control")) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean schemas(Json body) {
    for (Json tool : body.at("tools").items()) {
      if (refused(tool.at("input_schema"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean refused(Json schema) {
    for (String key : schema.keys()) {
      if (REFUSED_KEYWORDS.contains(key) || refused(schema.at(key))) {
        return true;
      }
    }
    for (Json item : schema.items()) {
      if (refused(item)) {
        return true;
      }
    }
    return false;
  }

  private static int longest(Json body) {
    int longest = 0;
    for (Json tool : body.at("tools").items()) {
      longest = Math.max(longest, tool.at("name").text("").length());
    }
    return longest;
  }
}
