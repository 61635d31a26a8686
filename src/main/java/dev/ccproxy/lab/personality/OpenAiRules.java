package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.surface.ChatSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What OpenAI itself refuses on its two surfaces, in its words. */
final class OpenAiRules {
  private static final Set<String> CHAT_PARAMETERS =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "n",
          "stop",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "response_format",
          "user",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          "logprobs",
          "top_logprobs",
          "store",
          "metadata",
          "reasoning_effort",
          "service_tier",
          "modalities",
          "audio",
          "prediction",
          "verbosity",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "web_search_options",
          "functions",
          "function_call");

  private static final Set<String> RESPONSES_PARAMETERS =
      Set.of(
          "model",
          "input",
          "instructions",
          "stream",
          "stream_options",
          "max_output_tokens",
          "max_tool_calls",
          "temperature",
          "top_p",
          "top_logprobs",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "user",
          "store",
          "metadata",
          "reasoning",
          "service_tier",
          "include",
          "previous_response_id",
          "conversation",
          "prompt",
          "truncation",
          "background",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "context_management");

  private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int LONGEST_USER = 64;
  private static final int MOST_CHAT_TOOLS = 128;
  private static final int LEAST_OUTPUT = 16;

  private OpenAiRules() {}

  static Refusal refusal(int status, String message, String param, String code) {
    return new Refusal(status, ErrorBodies.openAi(message, "invalid_request_error", param, code));
  }

  static void chat(Json body, ServedModel model) throws Refusal {
    known(body, CHAT_PARAMETERS);
    contents(body);
    user(body);
    int tools = body.at("tools").items().size();
    if (tools > MOST_CHAT_TOOLS) {
      throw refusal(
          400,
          "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an"
              + " array with length "
              + tools
              + " instead.",
          "tools",
          "array_above_max_length");
    }
    if (model.thinks()) {
      reasoningChat(body, model);
    } else if (body.at("reasoning_effort").given() && !body.at("reasoning_effort").is("none")) {
      throw refusal(400, "Unrecognized request argument supplied: reasoning_effort", "", "");
    }
    output(ChatSurface.maxTokens(body), model, "max_tokens");
    pairs(body);
  }

  /** Refuses parameters that do not exist; a value of null counts as given. */
  static void known(Json body, Set<String> parameters) throws Refusal {
    for (String key : body.keys()) {
      if (!parameters.contains(key)) {
        throw refusal(400, "Unknown parameter: '" + key + "'.", key, "unknown_parameter");
      }
    }
  }

  private static void contents(Json body) throws Refusal {
    int message = 0;
    for (Json m : body.at("messages").items()) {
      int block = 0;
      for (Json content : m.at("content").items()) {
        if (content.has("cache_control")) {
          String place = "messages[" + message + "].content[" + block + "].cache_control";
          throw refusal(400, "Unknown parameter: '" + place + "'.", place, "unknown_parameter");
        }
        block++;
      }
      message++;
    }
  }

  private static void user(Json body) throws Refusal {
    int length = body.at("user").text("").length();
    if (length > LONGEST_USER) {
      throw refusal(
          400,
          "Invalid 'user': string too long. Expected a string with maximum length 64, but got a"
              + " string with length "
              + length
              + " instead.",
          "user",
          "string_above_max_length");
    }
  }

  private static void reasoningChat(Json body, ServedModel model) throws Refusal {
    if (body.has("max_tokens")) {
      throw refusal(
          400,
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
              + " 'max_completion_tokens' instead.",
          "max_tokens",
          "unsupported_parameter");
    }
    if (body.at("temperature").given() && body.at("temperature").number(-1) != 1) {
      throw refusal(
          400,
          "Unsupported value: 'temperature' does not support "
              + body.at("temperature")
              + " with this model. Only the default (1) value is supported.",
          "temperature",
          "unsupported_value");
    }
    boolean effort = body.at("reasoning_effort").given();
    boolean off = body.at("reasoning_effort").is("none");
    if (!body.at("tools").items().isEmpty()
        && !off
        && (effort ? refusesEffortWithTools(model.id()) : refusesToolsAlone(model.id()))) {
      throw refusal(
          400,
          "Function tools with reasoning_effort are not supported for "
              + model.id()
              + " in /v1/chat/completions. To use function tools, use /v1/responses or set"
              + " reasoning_effort to 'none'.",
          "reasoning_effort",
          "");
    }
  }

  /** GPT-5.4 and newer: tools together with an effort. */
  private static boolean refusesEffortWithTools(String id) {
    return refusesToolsAlone(id) || id.startsWith("gpt-5.4") || id.startsWith("gpt-5.5");
  }

  /** GPT-5.6 and 6: tools even without an effort, because these think by default. */
  private static boolean refusesToolsAlone(String id) {
    return id.startsWith("gpt-5.6") || id.startsWith("gpt-6");
  }

  /**
   * Refuses a limit that the model does not have. On the Responses surface the refusal is certain,
   * its wording taken over from the chat surface.
   */
  private static void output(long asked, ServedModel model, String param) throws Refusal {
    if (model.maxOutput() > 0 && asked > model.maxOutput()) {
      throw refusal(
          400,
          param
              + " is too large: "
              + asked
              + ". This model supports at most "
              + model.maxOutput()
              + " completion tokens, whereas you provided "
              + asked
              + ".",
          param,
          "invalid_value");
    }
  }

  /** Refuses chat histories whose tool calls and results do not belong together. */
  static void pairs(Json body) throws Refusal {
    List<String> open = new ArrayList<>();
    for (Json message : body.at("messages").items()) {
      if (message.at("role").is("tool")) {
        if (!open.remove(message.at("tool_call_id").text(""))) {
          throw refusal(
              400,
              "Invalid parameter: messages with role 'tool' must be a response to a preceeding"
                  + " message with 'tool_calls'.",
              "",
              "");
        }
      } else if (!open.isEmpty()) {
        throw unanswered(open);
      }
      for (Json call : message.at("tool_calls").items()) {
        open.add(call.at("id").text(""));
      }
    }
    if (!open.isEmpty()) {
      throw unanswered(open);
    }
  }

  private static Refusal unanswered(List<String> ids) {
    return refusal(
        400,
        "An assistant message with 'tool_calls' must be followed by tool messages responding to"
            + " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
            + String.join(", ", ids),
        "",
        "");
  }

  static void responses(Json body, ServedModel model) throws Refusal {
    known(body, RESPONSES_PARAMETERS);
    user(body);
    Json limit = body.at("max_output_tokens");
    if (limit.given() && limit.number(LEAST_OUTPUT) < LEAST_OUTPUT) {
      throw refusal(
          400,
          "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but"
              + " got "
              + limit
              + " instead.",
          "max_output_tokens",
          "integer_below_min_value");
    }
    output(limit.number(0), model, "max_output_tokens");
    if (body.at("reasoning").at("effort").given() && !model.thinks()) {
      throw refusal(
          400,
          "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
          "reasoning.effort",
          "unsupported_parameter");
    }
    if (model.thinks()
        && body.at("temperature").given()
        && body.at("temperature").number(-1) != 1) {
      throw refusal(
          400,
          "Unsupported parameter: 'temperature' is not supported with this model.",
          "temperature",
          "unsupported_parameter");
    }
    toolNames(body);
    calls(body);
  }

  private static void toolNames(Json body) throws Refusal {
    int index = 0;
    for (Json tool : body.at("tools").items()) {
      if (tool.at("type").is("function")
          && !TOOL_NAME.matcher(tool.at("name").text("")).matches()) {
        throw refusal(
            400,
            "Invalid 'tools["
                + index
                + "].name': string does not match pattern. Expected a string that matches the"
                + " pattern '^[a-zA-Z0-9_-]+$'.",
            "tools[" + index + "].name",
            "invalid_value");
      }
      index++;
    }
  }

  private static void calls(Json body) throws Refusal {
    List<String> open = new ArrayList<>();
    for (Json item : body.at("input").items()) {
      String id = item.at("call_id").text("");
      if (item.at("type").is("function_call")) {
        open.add(id);
      } else if (item.at("type").is("function_call_output") && !open.remove(id)) {
        throw refusal(
            400,
            "No tool call found for function call output with call_id " + id + ".",
            "input",
            "");
      }
    }
    if (!open.isEmpty()) {
      throw refusal(
          400, "No tool output found for function call " + open.get(0) + ".", "input", "");
    }
  }
}
