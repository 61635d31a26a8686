package dev.ccproxy.lab.personality;

import static dev.ccproxy.lab.Requests.body;
import static dev.ccproxy.lab.Requests.events;
import static dev.ccproxy.lab.Requests.json;
import static dev.ccproxy.lab.Requests.text;
import static dev.ccproxy.lab.personality.Talk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String READ =
      "{'name':'Read','parameters':{'properties':{'file_path':{'type':'string'}},"
          + "'required':['file_path']}}";

  private final Talk talk = Talk.bearer(OpenAi.standard(Talk.KEY));

  private static String invalid(String message, String param, String code) {
    return "{\"error\":{\"message\":\""
        + message
        + "\",\"type\":\"invalid_request_error\",\"param\":"
        + (param.isEmpty() ? "null" : "\"" + param + "\"")
        + ",\"code\":"
        + (code.isEmpty() ? "null" : "\"" + code + "\"")
        + "}}";
  }

  private static Json chat(String model) {
    return Json.object()
        .with("model", model)
        .with("messages", json("[{'role':'user','content':'Read notes.txt'}]"));
  }

  private static Json responses(String model) {
    return Json.object().with("model", model).with("input", "Read notes.txt");
  }

  private static Json tools(int count) {
    Json tool = Json.object().with("type", "function").with("function", json(READ));
    return Json.array(Collections.nCopies(count, tool));
  }

  private static Json flatTools() {
    return Json.array(json(READ).with("type", "function"));
  }

  @Test
  void models_are_listed_to_who_has_a_key() {
    Reply reply = talk.get("/v1/models");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(body(reply).at("data").items())
        .extracting(m -> m.at("id").text(""))
        .contains("gpt-4o");
    assertThat(reply.headers().first("x-request-id")).isPresent();
  }

  @Test
  void a_wrong_key_is_refused_with_its_ends() {
    refused(
        talk.with(Requests.bearer("sk-proj-0123456789wxyz")).get("/v1/models"),
        401,
        invalid(
            "Incorrect API key provided: sk-proj-****wxyz. You can find your API key at"
                + " https://platform.openai.com/account/api-keys.",
            "",
            "invalid_api_key"));
  }

  @Test
  void only_a_bearer_counts() {
    refused(
        talk.with(Headers.of("x-api-key", Talk.KEY)).post(CHAT, chat("gpt-4o")),
        401,
        invalid("Missing bearer or basic authentication in header", "", ""));
  }

  @ParameterizedTest
  @CsvSource({"/v1/messages", "/v1/v1/chat/completions", "/chat/completions"})
  void other_paths_do_not_exist(String path) {
    refused(talk.post(path, "{}"), 404, invalid("Invalid URL (POST " + path + ")", "", ""));
  }

  @Test
  void an_unknown_model_is_refused() {
    refused(
        talk.post(CHAT, chat("gpt-0")),
        404,
        invalid(
            "The model `gpt-0` does not exist or you do not have access to it.",
            "",
            "model_not_found"));
  }

  @Test
  void an_unknown_parameter_is_refused_on_both_surfaces() {
    String refusal = invalid("Unknown parameter: 'thinking'.", "thinking", "unknown_parameter");
    refused(talk.post(CHAT, chat("gpt-4o").with("thinking", Json.object())), 400, refusal);
    refused(talk.post(RESPONSES, responses("gpt-4o").with("thinking", 1)), 400, refusal);
  }

  @Test
  void a_cache_mark_inside_a_message_is_an_unknown_parameter() {
    String content = "[{'type':'text','text':'a'},{'type':'text','text':'b','cache_control':{}}]";
    String messages = "[{'role':'user','content':" + content + "}]";
    refused(
        talk.post(CHAT, chat("gpt-4o").with("messages", json(messages))),
        400,
        invalid(
            "Unknown parameter: 'messages[0].content[1].cache_control'.",
            "messages[0].content[1].cache_control",
            "unknown_parameter"));
  }

  @Test
  void a_missing_parameter_is_named() {
    refused(
        talk.post(RESPONSES, chat("gpt-4o").without("messages")),
        400,
        invalid("Missing required parameter: 'input'.", "input", "missing_required_parameter"));
  }

  @Test
  void a_user_of_more_than_64_characters_is_refused_on_both_surfaces() {
    String refusal =
        invalid(
            "Invalid 'user': string too long. Expected a string with maximum length 64, but got a"
                + " string with length 65 instead.",
            "user",
            "string_above_max_length");
    refused(talk.post(CHAT, chat("gpt-4o").with("user", "u".repeat(65))), 400, refusal);
    refused(talk.post(RESPONSES, responses("gpt-4o").with("user", "u".repeat(65))), 400, refusal);
    assertThat(talk.post(CHAT, chat("gpt-4o").with("user", "u".repeat(64))).status())
        .isEqualTo(200);
  }

  @Test
  void more_than_128_tools_are_refused_on_the_chat_surface() {
    refused(
        talk.post(CHAT, chat("gpt-4o").with("tools", tools(129))),
        400,
        invalid(
            "Invalid 'tools': array too long. Expected an array with maximum length 128, but got"
                + " an array with length 129 instead.",
            "tools",
            "array_above_max_length"));
    assertThat(talk.post(CHAT, chat("gpt-4o").with("tools", tools(128))).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"max_tokens", "max_completion_tokens"})
  void more_output_than_the_model_has_is_refused(String parameter) {
    refused(
        talk.post(CHAT, chat("gpt-4o").with(parameter, 32_000)),
        400,
        invalid(
            "max_tokens is too large: 32000. This model supports at most 16384 completion tokens,"
                + " whereas you provided 32000.",
            "max_tokens",
            "invalid_value"));
    assertThat(talk.post(CHAT, chat("gpt-4o").with(parameter, 16_384)).status()).isEqualTo(200);
    assertThat(talk.post(RESPONSES, responses("gpt-4o").with("max_output_tokens", 32_000)).status())
        .isEqualTo(400);
  }

  @Test
  void reasoning_models_want_the_new_name_of_the_limit() {
    refused(
        talk.post(CHAT, chat("gpt-6-luna").with("max_tokens", 10)),
        400,
        invalid(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                + " 'max_completion_tokens' instead.",
            "max_tokens",
            "unsupported_parameter"));
  }

  @Test
  void reasoning_models_have_one_temperature() {
    refused(
        talk.post(CHAT, chat("gpt-6-luna").with("temperature", 0)),
        400,
        invalid(
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default"
                + " (1) value is supported.",
            "temperature",
            "unsupported_value"));
    assertThat(talk.post(CHAT, chat("gpt-6-luna").with("temperature", 1)).status()).isEqualTo(200);
    assertThat(talk.post(RESPONSES, responses("gpt-6-luna").with("temperature", 0)).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6.1-terra,,true",
    "gpt-6.1-terra,high,true",
    "gpt-6.1-terra,none,false",
    "gpt-5.4,,false",
    "gpt-5.4,low,true",
    "gpt-5.4,none,false"
  })
  void tools_and_reasoning_together_are_refused_on_the_chat_surface(
      String model, String effort, boolean isRefused) {
    Json request = chat(model).with("tools", tools(1));
    Reply reply =
        talk.post(CHAT, effort == null ? request : request.with("reasoning_effort", effort));
    if (isRefused) {
      refused(
          reply,
          400,
          invalid(
              "Function tools with reasoning_effort are not supported for "
                  + model
                  + " in /v1/chat/completions. To use function tools, use /v1/responses or set"
                  + " reasoning_effort to 'none'.",
              "reasoning_effort",
              ""));
    } else {
      assertThat(reply.status()).isEqualTo(200);
    }
    assertThat(
            talk.post(
                    RESPONSES,
                    responses(model)
                        .with("tools", flatTools())
                        .with("reasoning", json("{'effort':'high'}")))
                .status())
        .isEqualTo(200);
  }

  @Test
  void models_without_reasoning_refuse_an_effort() {
    refused(
        talk.post(CHAT, chat("gpt-4o").with("reasoning_effort", "high")),
        400,
        invalid("Unrecognized request argument supplied: reasoning_effort", "", ""));
    refused(
        talk.post(RESPONSES, responses("gpt-4o").with("reasoning", json("{'effort':'high'}"))),
        400,
        invalid(
            "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
            "reasoning.effort",
            "unsupported_parameter"));
  }

  @Test
  void a_tool_call_without_its_result_is_refused_on_the_chat_surface() {
    String call =
        "{'role':'assistant','tool_calls':[{'id':'c1','function':{'name':'Read','arguments':'{}'}}]}";
    refused(
        talk.post(
            CHAT,
            chat("gpt-4o")
                .with(
                    "messages",
                    json(
                        "[{'role':'user','content':'x'},"
                            + call
                            + ",{'role':'user','content':'y'}]"))),
        400,
        invalid(
            "An assistant message with 'tool_calls' must be followed by tool messages responding"
                + " to each 'tool_call_id'. The following tool_call_ids did not have response"
                + " messages: c1",
            "",
            ""));
    refused(
        talk.post(
            CHAT,
            chat("gpt-4o")
                .with("messages", json("[{'role':'tool','tool_call_id':'c2','content':'x'}]"))),
        400,
        invalid(
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding"
                + " message with 'tool_calls'.",
            "",
            ""));
  }

  @Test
  void a_tool_call_without_its_output_is_refused_on_the_responses_surface() {
    String call = "{'type':'function_call','call_id':'c1','name':'Read','arguments':'{}'}";
    String output = "{'type':'function_call_output','call_id':'c2','output':'x'}";
    refused(
        talk.post(RESPONSES, responses("gpt-4o").with("input", json("[" + call + "]"))),
        400,
        invalid("No tool output found for function call c1.", "input", ""));
    refused(
        talk.post(RESPONSES, responses("gpt-4o").with("input", json("[" + output + "]"))),
        400,
        invalid("No tool call found for function call output with call_id c2.", "input", ""));
  }

  @Test
  void the_name_of_a_tool_has_a_pattern_on_the_responses_surface() {
    Json tool = Json.object().with("type", "function").with("name", "mcp.server:tool");
    Reply reply = talk.post(RESPONSES, responses("gpt-4o").with("tools", Json.array(tool)));
    assertThat(body(reply).at("error").at("param").text("")).isEqualTo("tools[0].name");
  }

  @Test
  void a_conversation_beyond_the_window_is_refused() {
    String words = "word ".repeat(120_000);
    Json messages = Json.array(Json.object().with("role", "user").with("content", words));
    assertThat(
            body(talk.post(CHAT, chat("gpt-4o").with("messages", messages)))
                .at("error")
                .at("message")
                .text(""))
        .startsWith("This model's maximum context length is 128000 tokens. However, you requested");
    refused(
        talk.post(RESPONSES, responses("gpt-4o").with("input", words)),
        400,
        invalid(
            "Your input exceeds the context window of this model. Please adjust your input and try"
                + " again.",
            "input",
            "context_length_exceeded"));
  }

  @Test
  void a_body_that_is_no_json_is_refused() {
    refused(
        talk.post(CHAT, "'text'"),
        400,
        invalid("We could not parse the JSON body of your request.", "", ""));
  }

  @Test
  void a_chat_with_a_tool_call_streams_its_arguments_in_pieces() {
    Reply reply =
        talk.post(
            CHAT,
            chat("gpt-4o")
                .with("tools", tools(1))
                .with("stream", true)
                .with("stream_options", json("{'include_usage':true}")));
    List<Json> events = events(reply);
    StringBuilder arguments = new StringBuilder();
    for (Json event : events) {
      for (Json choice : event.at("choices").items()) {
        for (Json call : choice.at("delta").at("tool_calls").items()) {
          arguments.append(call.at("function").at("arguments").text(""));
        }
      }
    }
    assertThat(arguments).hasToString("{\"file_path\":\"notes.txt\"}");
    assertThat(events.get(1).toString()).contains("\"id\":\"call_", "\"index\":0");
    assertThat(events.get(events.size() - 2).toString())
        .contains("\"finish_reason\":\"tool_calls\"");
    assertThat(events.get(events.size() - 1).at("usage").at("prompt_tokens").number(0))
        .isPositive();
    assertThat(text(reply)).endsWith("data: [DONE]\n\n").doesNotContain("event:");
  }

  @Test
  void a_chat_without_a_wish_for_usage_streams_none() {
    assertThat(text(talk.post(CHAT, chat("gpt-4o").with("stream", true))))
        .doesNotContain("\"usage\"");
  }

  @Test
  void a_chat_that_is_not_streamed_is_one_completion() {
    Json completion = body(talk.post(CHAT, chat("gpt-4o").with("tools", tools(1))));
    Json choice = completion.at("choices").items().get(0);
    assertThat(completion.at("object").text("")).isEqualTo("chat.completion");
    assertThat(choice.at("message").at("content")).isEqualTo(Json.NULL);
    assertThat(choice.at("message").at("tool_calls").items().get(0).at("function").toString())
        .isEqualTo("{\"name\":\"Read\",\"arguments\":\"{\\\"file_path\\\":\\\"notes.txt\\\"}\"}");
    assertThat(choice.at("finish_reason").text("")).isEqualTo("tool_calls");
  }

  @Test
  void a_tool_round_trip_on_the_responses_surface_ends_with_the_content() {
    Json first = body(talk.post(RESPONSES, responses("gpt-6.1-terra").with("tools", flatTools())));
    Json call = first.at("output").items().get(0);
    assertThat(call.at("type").text("")).isEqualTo("function_call");
    Json output =
        Json.object()
            .with("type", "function_call_output")
            .with("call_id", call.at("call_id"))
            .with("output", "The code is QUARTZ-7141.");
    Json input = Json.array(json("{'role':'user','content':'Read notes.txt'}"), call, output);
    Json second =
        body(
            talk.post(
                RESPONSES,
                responses("gpt-6.1-terra").with("input", input).with("tools", flatTools())));
    assertThat(second.at("output").toString()).contains("The code is QUARTZ-7141.");
    assertThat(second.at("status").text("")).isEqualTo("completed");
  }

  @Test
  void the_events_of_a_responses_stream_are_complete_and_numbered() {
    Reply reply =
        talk.post(
            RESPONSES,
            responses("gpt-6.1-terra")
                .with("input", "Say exactly: ok")
                .with("stream", true)
                .with("reasoning", json("{'effort':'low'}")));
    assertThat(Talk.types(reply))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    List<Json> events = events(reply);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).at("sequence_number").number(-1)).isEqualTo(i);
    }
    assertThat(events.get(10).at("response").at("usage").at("input_tokens").number(0)).isPositive();
    assertThat(text(reply))
        .startsWith("event: response.created\ndata: {\"type\":\"response.created\"");
  }

  @Test
  void a_responses_answer_that_is_cut_says_so() {
    Json cut =
        body(
            talk.post(
                RESPONSES,
                responses("gpt-4o").with("input", "Write 99 words").with("max_output_tokens", 16)));
    assertThat(cut.at("status").text("")).isEqualTo("incomplete");
    assertThat(cut.at("incomplete_details").at("reason").text("")).isEqualTo("max_output_tokens");
    refused(
        talk.post(RESPONSES, responses("gpt-4o").with("max_output_tokens", 15)),
        400,
        invalid(
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but"
                + " got 15 instead.",
            "max_output_tokens",
            "integer_below_min_value"));
  }
}
