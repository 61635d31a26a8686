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

class MiniMaxTest {
  private static final String MESSAGES = "/anthropic/v1/messages";

  private final Talk talk = Talk.bearer(MiniMax.international(Talk.KEY));

  private static Json request() {
    return json(
        "{'model':'MiniMax-M3','max_tokens':99,'messages':[{'role':'user','content':'Hi'}]}");
  }

  private static Json error(Reply reply) {
    return body(reply).at("error");
  }

  @Test
  void both_credentials_are_taken() {
    assertThat(talk.post(MESSAGES, request()).status()).isEqualTo(200);
    assertThat(talk.with(Headers.of("x-api-key", Talk.KEY)).post(MESSAGES, request()).status())
        .isEqualTo(200);
    assertThat(talk.post("/v1/chat/completions", request()).status()).isEqualTo(200);
  }

  @Test
  void no_key_and_a_key_of_the_other_region_are_told_apart() {
    Reply none = talk.with(Headers.NONE).post(MESSAGES, request());
    assertThat(none.status()).isEqualTo(401);
    assertThat(error(none).at("message").text("")).endsWith("(1004)");
    Talk china = Talk.bearer(MiniMax.china("sk-of-china"));
    Reply other = china.post(MESSAGES, request());
    assertThat(other.status()).isEqualTo(401);
    assertThat(error(other))
        .isEqualTo(json("{'type':'authorized_error','message':'invalid api key (2049)'}"));
    assertThat(china.with(Requests.bearer("sk-of-china")).post(MESSAGES, request()).status())
        .isEqualTo(200);
  }

  @Test
  void a_system_message_in_mid_conversation_is_refused_unless_it_is_accepted() {
    Json request =
        request()
            .with(
                "messages",
                json("[{'role':'user','content':'Hi'},{'role':'system','content':'x'}]"));
    Reply reply = talk.post(MESSAGES, request);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(error(reply).at("message").text(""))
        .isEqualTo("invalid params, chat content has invalid message role: system (2013)");
    assertThat(
            Talk.bearer(MiniMax.international(Talk.KEY).acceptingSystemTurns())
                .post(MESSAGES, request)
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_result_without_its_call_is_refused() {
    Json request =
        request()
            .with(
                "messages",
                json(
                    "[{'role':'user','content':[{'type':'tool_result','tool_use_id':'c1',"
                        + "'content':'x'}]}]"));
    assertThat(error(talk.post(MESSAGES, request)).at("message").text(""))
        .isEqualTo("invalid params, tool result's tool id(c1) not found (2013)");
  }

  @Test
  void an_unknown_model_and_a_conversation_that_is_too_long_have_the_same_number() {
    assertThat(error(talk.post(MESSAGES, request().with("model", "M9"))).at("message").text(""))
        .isEqualTo("invalid params, unknown model 'm9' (2013)");
    Json words = request().with("model", "MiniMax-M2.7").with("system", "word ".repeat(200_000));
    assertThat(error(talk.post(MESSAGES, words)).at("message").text(""))
        .isEqualTo("invalid params, context window exceeds limit (2013)");
  }

  @Test
  void models_are_listed_at_both_bases_and_other_paths_do_not_exist() {
    assertThat(text(talk.get("/anthropic/v1/models")))
        .isEqualTo(text(talk.get("/v1/models")))
        .contains("MiniMax-M3");
    assertThat(talk.get("/v1/token_plan/remains").status()).isEqualTo(200);
    refused(talk.post("/anthropic/v1/v1/messages", request()), 404, "404 page not found");
    refused(talk.post("/v1/messages", request()), 404, "404 page not found");
  }
}
