package dev.ccproxy.lab.personality;

import static dev.ccproxy.lab.Requests.body;
import static dev.ccproxy.lab.Requests.events;
import static dev.ccproxy.lab.Requests.json;
import static dev.ccproxy.lab.Requests.text;
import static dev.ccproxy.lab.personality.Talk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaTest {
  private static final Json TOOLS =
      json(
          "[{'type':'function','function':{'name':'Read','parameters':{'properties':"
              + "{'file_path':{'type':'string'}},'required':['file_path']}}}]");
  private static final Json FLAT_TOOLS =
      json(
          "[{'name':'Read','input_schema':{'properties':{'file_path':{'type':'string'}},"
              + "'required':['file_path']}}]");

  private final Talk talk = Talk.bearer(Ollama.standard()).with(Headers.NONE);

  private static Json chat(String model) {
    return Json.object()
        .with("model", model)
        .with("max_tokens", 99)
        .with("messages", json("[{'role':'user','content':'Read a.txt'}]"));
  }

  @Test
  void it_says_who_it_is() {
    assertThat(text(talk.get("/"))).isEqualTo("Ollama is running");
    assertThat(body(talk.get("/api/version")).at("version").text("")).isEqualTo("0.34.4");
    refused(talk.get("/api/hello"), 404, "404 page not found");
    assertThat(talk.get("/v1/messages").status()).isEqualTo(405);
  }

  @Test
  void a_doubled_slash_is_redirected() {
    Reply reply = talk.post("//v1/messages?beta=true", chat("qwen3-coder"));
    assertThat(reply.status()).isEqualTo(307);
    assertThat(reply.headers().first("location")).contains("/v1/messages?beta=true");
  }

  @Test
  void it_tells_what_its_models_can_do() {
    assertThat(text(talk.get("/api/tags"))).contains("\"name\":\"llama3:latest\"");
    assertThat(text(talk.get("/api/ps"))).contains("\"context_length\":131072");
    assertThat(text(talk.get("/v1/models"))).contains("\"id\":\"qwen3-coder:latest\"");
    Json show = body(talk.post("/api/show", "{'model':'gpt-oss:20b'}"));
    assertThat(show.at("capabilities")).isEqualTo(json("['completion','tools','thinking']"));
    assertThat(body(talk.post("/api/show", "{'model':'llama3'}")).at("capabilities"))
        .isEqualTo(json("['completion']"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/chat|{\"error\":\"model 'x' not found\"}",
        "/api/show|{\"error\":\"model 'x' not found\"}",
        "/v1/chat/completions|{\"error\":{\"message\":\"model 'x' not found\",\"type\":\"not_found_error\",\"param\":null,\"code\":null}}",
      })
  void an_unknown_model_is_refused(String path, String expected) {
    refused(talk.post(path, chat("x")), 404, expected);
  }

  @Test
  void an_unknown_model_is_refused_on_the_messages_surface_with_a_request_id() {
    Reply reply = talk.post("/v1/messages", chat("x"));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(text(reply))
        .matches(
            "\\{\"type\":\"error\",\"error\":\\{\"type\":\"not_found_error\",\"message\":\"model"
                + " 'x' not found\"},\"request_id\":\"req_[0-9a-f]{24}\"}");
  }

  @Test
  void the_suffix_for_a_large_window_is_no_part_of_a_name() {
    Reply reply = talk.post("/v1/messages", chat("qwen3-coder[1m]"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply)).contains("invalid model name");
  }

  @Test
  void a_model_without_tools_refuses_them_on_every_surface() {
    String message = "registry.ollama.ai/library/llama3:latest does not support tools";
    refused(
        talk.post("/api/chat", chat("llama3").with("tools", TOOLS)),
        400,
        "{\"error\":\"" + message + "\"}");
    refused(
        talk.post("/v1/chat/completions", chat("llama3").with("tools", TOOLS)),
        400,
        "{\"error\":{\"message\":\""
            + message
            + "\",\"type\":\"api_error\",\"param\":null,\"code\":null}}");
    Reply reply = talk.post("/v1/messages", chat("llama3").with("tools", FLAT_TOOLS));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply)).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "model,model is required",
    "max_tokens,max_tokens is required and must be positive",
    "messages,messages is required"
  })
  void a_missing_field_is_named_on_the_messages_surface(String field, String message) {
    Reply reply = talk.post("/v1/messages", chat("qwen3-coder").without(field));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(body(reply).at("error").at("message").text("")).isEqualTo(message);
  }

  @Test
  void thinking_is_refused_by_its_own_protocol_alone() {
    refused(
        talk.post("/api/chat", chat("qwen3-coder").with("think", true)),
        400,
        "{\"error\":\"\\\"qwen3-coder\\\" does not support thinking\"}");
    assertThat(
            talk.post(
                    "/v1/messages",
                    chat("qwen3-coder").with("thinking", json("{'type':'adaptive'}")))
                .status())
        .isEqualTo(200);
  }

  @Test
  void thinking_has_three_levels() {
    refused(
        talk.post("/api/chat", chat("gpt-oss:20b").with("think", "max")),
        400,
        "{\"error\":\"think value \\\"max\\\" is not supported\"}");
    assertThat(talk.post("/api/chat", chat("gpt-oss:20b").with("think", "low")).status())
        .isEqualTo(200);
  }

  @Test
  void a_thinking_model_thinks_without_being_asked() {
    Json request = chat("gpt-oss:20b").with("stream", false);
    assertThat(text(talk.post("/api/chat", request))).contains("\"thinking\":\"The user wants");
    assertThat(text(talk.post("/api/chat", request.with("think", false))))
        .doesNotContain("\"thinking\"");
    assertThat(text(talk.post("/v1/messages", request)))
        .contains("\"type\":\"thinking\"")
        .doesNotContain("signature");
    assertThat(text(talk.post("/v1/chat/completions", request))).contains("\"reasoning\":");
  }

  @Test
  void its_own_protocol_streams_lines_unless_told_not_to() {
    Reply reply = talk.post("/api/chat", chat("qwen3-coder").with("tools", TOOLS));
    assertThat(reply.headers().first("content-type")).contains("application/x-ndjson");
    List<Json> lines = events(reply);
    Json call = lines.get(0).at("message").at("tool_calls").items().get(0);
    assertThat(call.at("function").at("arguments")).isEqualTo(json("{'file_path':'a.txt'}"));
    Json last = lines.get(lines.size() - 1);
    assertThat(last.at("done").truth(false)).isTrue();
    assertThat(last.at("done_reason").text("")).isEqualTo("stop");
    assertThat(last.at("prompt_eval_count").number(0)).isPositive();
  }

  @Test
  void its_own_protocol_continues_after_a_tool_result() {
    Json request =
        chat("qwen3-coder")
            .with("stream", false)
            .with(
                "messages",
                json(
                    "[{'role':'user','content':'Read a.txt'},{'role':'assistant','content':'',"
                        + "'tool_calls':[{'function':{'name':'Read','arguments':{}}}]},"
                        + "{'role':'tool','tool_name':'Read','content':'QUARTZ-7141'}]"));
    assertThat(body(talk.post("/api/chat", request)).at("message").at("content").text(""))
        .isEqualTo("QUARTZ-7141");
  }

  @Test
  void generate_knows_no_tools_and_can_be_forced_to_json() {
    Json request = json("{'model':'qwen3-coder','prompt':'Say exactly: ok','stream':false}");
    assertThat(body(talk.post("/api/generate", request)).at("response").text("")).isEqualTo("ok");
    assertThat(
            body(talk.post("/api/generate", request.with("format", "json")))
                .at("response")
                .text(""))
        .isEqualTo("{\"response\":\"ok\"}");
    assertThat(events(talk.post("/api/generate", request.with("stream", true)))).hasSize(2);
  }

  @Test
  void its_messages_stream_is_the_recorded_one() {
    Reply reply =
        talk.post(
            "/v1/messages", chat("qwen3-coder").with("tools", FLAT_TOOLS).with("stream", true));
    assertThat(Talk.types(reply))
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    List<Json> events = events(reply);
    assertThat(events.get(0).at("message").keys())
        .containsExactly("id", "type", "role", "model", "content", "usage");
    assertThat(events.get(2).at("delta"))
        .isEqualTo(
            Json.object()
                .with("type", "input_json_delta")
                .with("partial_json", "{\"file_path\":\"a.txt\"}"));
    assertThat(events.get(4).at("delta")).isEqualTo(json("{'stop_reason':'tool_use'}"));
    assertThat(events.get(4).at("usage").at("input_tokens").number(0)).isPositive();
  }

  @Test
  void tool_choice_and_stop_sequences_change_nothing_on_the_messages_surface() {
    Json request =
        chat("qwen3-coder")
            .with("messages", json("[{'role':'user','content':'Say exactly: a stop b'}]"))
            .with("tools", FLAT_TOOLS)
            .with("stop_sequences", json("['stop']"));
    assertThat(text(talk.post("/v1/messages", request.with("tool_choice", json("{'type':'any'}")))))
        .contains("\"text\":\"a stop b\"");
  }

  @Test
  void what_does_not_fit_is_cut_silently() {
    Json words = Json.of("Say exactly: ok " + "word ".repeat(120_000));
    Json request =
        chat("qwen3-coder")
            .with(
                "messages", Json.array(Json.object().with("role", "user").with("content", words)));
    Reply reply = talk.post("/v1/messages", request);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(text(reply)).contains("the beginning of your message is missing");
    Json small = chat("qwen3-coder").with("stream", false).with("options", json("{'num_ctx':5}"));
    assertThat(text(talk.post("/api/chat", small)))
        .contains("the beginning of your message is missing");
  }
}
