package dev.ccproxy.lab.personality;

import static dev.ccproxy.lab.Requests.body;
import static dev.ccproxy.lab.Requests.json;
import static dev.ccproxy.lab.Requests.text;
import static dev.ccproxy.lab.personality.Talk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterTest {
  private final Talk talk = Talk.bearer(OpenRouter.standard(Talk.KEY));

  private static Json request(String model) {
    return Json.object()
        .with("model", model)
        .with("max_tokens", 99)
        .with("messages", json("[{'role':'user','content':'Hi'}]"));
  }

  private static String error(String message, int code) {
    return "{\"error\":{\"message\":\"" + message + "\",\"code\":" + code + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/messages", "/api/v1/chat/completions"})
  void both_surfaces_answer_and_refuse_alike(String path) {
    assertThat(talk.post(path, request("openai/gpt-4o")).status()).isEqualTo(200);
    refused(
        talk.with(Headers.of("x-api-key", Talk.KEY)).post(path, request("openai/gpt-4o")),
        401,
        error("No auth credentials found", 401));
    refused(
        talk.with(Requests.bearer("sk-or-v1-wrong")).post(path, request("openai/gpt-4o")),
        401,
        error("User not found.", 401));
    refused(talk.post(path, request("gpt-4o")), 400, error("gpt-4o is not a valid model ID", 400));
    refused(
        talk.post(
            path,
            request("mistralai/mistral-7b-instruct:free").with("tools", json("[{'name':'Read'}]"))),
        404,
        error("No endpoints found that support tool use", 404));
    assertThat(
            body(talk.post(path, request("openai/gpt-4o").with("max_tokens", 128_000)))
                .at("error")
                .at("message")
                .text(""))
        .startsWith("This endpoint's maximum context length is 128000 tokens.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/v1/messages", "/v1/messages", "/api/messages", "/"})
  void every_other_path_is_a_web_page(String path) {
    Reply reply = talk.post(path, request("openai/gpt-4o"));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.headers().first("content-type")).contains("text/html; charset=utf-8");
    assertThat(text(reply)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void the_list_of_models_is_public_and_says_who_can_call_tools() {
    Json list = body(talk.with(Headers.NONE).get("/api/v1/models"));
    for (Json model : list.at("data").items()) {
      assertThat(model.at("supported_parameters").items().contains(Json.of("tools")))
          .isEqualTo(!model.at("id").text("").startsWith("mistralai/"));
    }
    assertThat(list.at("data").items()).hasSize(7);
  }

  @Test
  void the_key_can_be_checked_for_free() {
    assertThat(talk.get("/api/v1/key").status()).isEqualTo(200);
    assertThat(talk.with(Headers.NONE).get("/api/v1/key").status()).isEqualTo(401);
  }

  @Test
  void thoughts_are_shown_by_models_that_think() {
    Json thinking = json("{'type':'adaptive'}");
    assertThat(
            text(
                talk.post(
                    "/api/v1/messages",
                    request("openai/gpt-6.1-terra").with("thinking", thinking))))
        .contains("\"type\":\"thinking\"");
    assertThat(
            text(
                talk.post("/api/v1/messages", request("openai/gpt-4o").with("thinking", thinking))))
        .doesNotContain("\"type\":\"thinking\"");
  }
}
