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

class DeepSeekTest {
  private static final String MESSAGES = "/anthropic/v1/messages";
  private static final String CHAT = "/chat/completions";

  private final Talk talk = Talk.bearer(DeepSeek.standard(Talk.KEY));

  private static Json messages() {
    return json(
        "{'model':'deepseek-flash','max_tokens':99,'messages':[{'role':'user','content':'Hi'}]}");
  }

  private static String message(Reply reply) {
    return body(reply).at("error").at("message").text("");
  }

  @Test
  void both_credentials_are_taken() {
    assertThat(talk.post(MESSAGES, messages()).status()).isEqualTo(200);
    assertThat(talk.with(Headers.of("x-api-key", Talk.KEY)).post(MESSAGES, messages()).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, CHAT})
  void a_wrong_key_is_refused_with_its_tail(String path) {
    refused(
        talk.with(Requests.bearer("sk-wrong-key")).post(path, messages()),
        401,
        "{\"error\":{\"message\":\"Authentication Fails, Your api key: ****-key is invalid\","
            + "\"type\":\"authentication_error\",\"param\":null,\"code\":\"invalid_request_error\"}}");
  }

  @Test
  void a_wrong_path_is_refused() {
    refused(
        talk.post("/anthropic/v1/v1/messages", messages()),
        404,
        "{\"error_msg\":\"Not Found. Please check the configuration.\"}");
  }

  @Test
  void models_and_balance_cost_nothing() {
    assertThat(text(talk.get("/models"))).contains("\"id\":\"deepseek-flash\"");
    assertThat(body(talk.get("/user/balance")).at("is_available").truth(false)).isTrue();
  }

  @Test
  void its_models_think_unless_told_not_to() {
    assertThat(text(talk.post(MESSAGES, messages()))).contains("\"type\":\"thinking\"");
    Json off = messages().with("thinking", json("{'type':'disabled'}"));
    assertThat(text(talk.post(MESSAGES, off))).doesNotContain("\"type\":\"thinking\"");
    Json chat = messages().without("max_tokens");
    assertThat(text(talk.post(CHAT, chat))).contains("\"reasoning_content\":");
    assertThat(text(talk.post(CHAT, chat.with("thinking", json("{'type':'disabled'}")))))
        .doesNotContain("reasoning_content");
  }

  @Test
  void thoughts_must_come_back_with_the_tool_call() {
    String call = "{'type':'tool_use','id':'c','name':'Read','input':{}}";
    String thought = "{'type':'thinking','thinking':'hm','signature':'s'}";
    String result =
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','content':'x'}]}";
    Json without =
        messages()
            .with(
                "messages",
                json(
                    "[{'role':'user','content':'Hi'},{'role':'assistant','content':["
                        + call
                        + "]},"
                        + result
                        + "]"));
    Reply reply = talk.post(MESSAGES, without);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(message(reply))
        .isEqualTo("The `content[].thinking` in the thinking mode must be passed back to the API.");
    Json with =
        json(
            without
                .toString()
                .replace(
                    "[{\"type\":\"tool_use\"",
                    "[" + thought.replace('\'', '"') + ",{\"type\":\"tool_use\""));
    assertThat(talk.post(MESSAGES, with).status()).isEqualTo(200);
    assertThat(talk.post(MESSAGES, without.with("thinking", json("{'type':'disabled'}"))).status())
        .isEqualTo(200);
  }

  @Test
  void thoughts_must_come_back_on_the_chat_surface_too() {
    String history =
        "[{'role':'user','content':'Hi'},{'role':'assistant',%s'tool_calls':[{'id':'c',"
            + "'function':{'name':'Read','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'c','content':'x'}]";
    Json chat = Json.object().with("model", "deepseek-flash");
    Reply reply = talk.post(CHAT, chat.with("messages", json(history.formatted(""))));
    assertThat(message(reply))
        .isEqualTo("The `reasoning_content` in the thinking mode must be passed back to the API.");
    assertThat(
            talk.post(
                    CHAT,
                    chat.with("messages", json(history.formatted("'reasoning_content':'hm',"))))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_thinking_model_takes_no_forced_tool_on_the_chat_surface() {
    Json chat = messages().with("tool_choice", "required");
    assertThat(message(talk.post(CHAT, chat)))
        .isEqualTo("Thinking mode does not support this tool_choice");
  }

  @Test
  void claude_names_are_served_and_other_unknown_names_refused() {
    assertThat(talk.post(MESSAGES, messages().with("model", "claude-haiku-4-5")).status())
        .isEqualTo(200);
    assertThat(message(talk.post(MESSAGES, messages().with("model", "deepseek-chat"))))
        .isEqualTo(
            "The supported API model names are deepseek-flash or deepseek-v4-pro, but you passed"
                + " deepseek-chat.");
    assertThat(message(talk.post(CHAT, messages().with("model", "deepseek-chat"))))
        .isEqualTo("Model Not Exist");
  }

  @Test
  void the_limit_of_the_answer_counts_into_the_window() {
    assertThat(message(talk.post(MESSAGES, messages().with("max_tokens", 1_048_576))))
        .startsWith("This model's maximum context length is 1048576 tokens.");
    assertThat(message(talk.post(CHAT, messages().with("max_tokens", 393_217))))
        .isEqualTo("Invalid max_tokens value, the valid range of max_tokens is [1, 393216]");
  }

  @Test
  void system_messages_in_mid_conversation_are_refused_only_by_the_older_service() {
    Json request =
        messages()
            .with(
                "messages",
                json("[{'role':'user','content':'Hi'},{'role':'system','content':'x'}]"));
    assertThat(talk.post(MESSAGES, request).status()).isEqualTo(200);
    Talk older = Talk.bearer(DeepSeek.standard(Talk.KEY).refusingSystemTurns());
    assertThat(message(older.post(MESSAGES, request)))
        .isEqualTo(
            "Failed to deserialize the JSON body into the target type: messages[1].role: unknown"
                + " variant `system`, expected `user` or `assistant`");
  }

  @Test
  void a_missing_field_is_named() {
    assertThat(message(talk.post(MESSAGES, messages().without("max_tokens"))))
        .endsWith("missing field `max_tokens`");
  }
}
