package dev.ccproxy.lab.personality;

import static dev.ccproxy.lab.Requests.body;
import static dev.ccproxy.lab.Requests.json;
import static dev.ccproxy.lab.Requests.text;
import static dev.ccproxy.lab.personality.Talk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompatibleServerTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TOOLS = "[{'type':'function','function':{'name':'Read'}}]";

  private static final CompatibleServer SERVER =
      new CompatibleServer(
          Set.of(),
          List.of(
              ServedModel.of("qwen3-32b")
                  .limits(131_072, 0)
                  .thinking(ServedModel.Thinking.ON_REQUEST),
              ServedModel.of("plain").withoutTools()));

  private final Talk talk = Talk.bearer(SERVER);

  private static Json chat(String model) {
    return Json.object()
        .with("model", model)
        .with("messages", json("[{'role':'user','content':'Hi'}]"));
  }

  private static String bad(String message) {
    return "{\"error\":{\"message\":\""
        + message
        + "\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}";
  }

  @Test
  void it_has_chat_completions_and_no_other_surface() {
    assertThat(talk.post(CHAT, chat("qwen3-32b")).status()).isEqualTo(200);
    refused(talk.post("/v1/responses", "{}"), 404, "{\"detail\":\"Not Found\"}");
    refused(talk.post("/v1/messages", "{}"), 404, "{\"detail\":\"Not Found\"}");
    refused(talk.get(CHAT), 405, "{\"detail\":\"Method Not Allowed\"}");
    assertThat(text(talk.get("/v1/models"))).contains("\"id\":\"qwen3-32b\"");
  }

  @Test
  void without_keys_of_its_own_it_is_open_to_everybody() {
    assertThat(talk.with(Headers.NONE).post(CHAT, chat("plain")).status()).isEqualTo(200);
    Talk closed = Talk.bearer(new CompatibleServer(Set.of("k"), List.of()));
    refused(closed.post(CHAT, chat("plain")), 401, "{\"error\":\"Unauthorized\"}");
  }

  @Test
  void an_unknown_model_is_refused() {
    refused(
        talk.post(CHAT, chat("x")),
        404,
        "{\"error\":{\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\","
            + "\"param\":\"model\",\"code\":404}}");
  }

  @Test
  void parameters_are_refused_only_by_a_server_that_refuses_them() {
    Json request = chat("qwen3-32b").with("reasoning_effort", "high");
    assertThat(text(talk.post(CHAT, request))).contains("\"reasoning_content\":\"The user wants");
    refused(
        Talk.bearer(SERVER.refusing("reasoning_effort")).post(CHAT, request),
        400,
        bad("Unrecognized request argument supplied: reasoning_effort"));
  }

  @Test
  void a_model_without_a_tool_parser_refuses_tools() {
    refused(
        talk.post(CHAT, chat("plain").with("tools", json(TOOLS))),
        400,
        bad(
            "\\\"auto\\\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to"
                + " be set"));
  }

  @Test
  void a_template_that_wants_the_system_message_first_refuses_a_later_one() {
    Json request =
        chat("plain")
            .with(
                "messages",
                json("[{'role':'user','content':'Hi'},{'role':'system','content':'x'}]"));
    assertThat(talk.post(CHAT, request).status()).isEqualTo(200);
    refused(
        Talk.bearer(SERVER.systemFirst()).post(CHAT, request),
        400,
        bad("System message must be at the beginning."));
  }

  @Test
  void the_limit_of_the_answer_counts_into_the_window() {
    assertThat(
            body(talk.post(CHAT, chat("qwen3-32b").with("max_tokens", 131_072)))
                .at("error")
                .at("message")
                .text(""))
        .startsWith("This model's maximum context length is 131072 tokens.")
        .contains("131072 in the completion");
  }
}
