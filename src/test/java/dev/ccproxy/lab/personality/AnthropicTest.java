package dev.ccproxy.lab.personality;

import static dev.ccproxy.lab.Requests.body;
import static dev.ccproxy.lab.Requests.events;
import static dev.ccproxy.lab.Requests.json;
import static dev.ccproxy.lab.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicTest {
  private static final String MESSAGES = "/v1/messages";
  private static final Headers VERSION =
      Headers.of("x-api-key", Talk.KEY, "anthropic-version", "2023-06-01");

  private final Talk talk = Talk.bearer(Anthropic.standard(Talk.KEY)).with(VERSION);

  private static Json request() {
    return json(
        "{'model':'claude-haiku-4-5','max_tokens':99,"
            + "'messages':[{'role':'user','content':'Read a.txt'}],"
            + "'tools':[{'name':'Read','input_schema':{'properties':{'file_path':"
            + "{'type':'string'}},'required':['file_path']}}]}");
  }

  private static String message(Reply reply) {
    return body(reply).at("error").at("message").text("");
  }

  private Talk beta(String... names) {
    return talk.with(VERSION.plus("anthropic-beta", String.join(",", names)));
  }

  @Test
  void the_key_belongs_into_x_api_key_and_the_version_into_its_header() {
    assertThat(talk.post(MESSAGES, request()).status()).isEqualTo(200);
    Reply bearer = talk.with(Requests.bearer(Talk.KEY)).post(MESSAGES, request());
    assertThat(bearer.status()).isEqualTo(401);
    assertThat(message(bearer)).isEqualTo("invalid x-api-key");
    Reply unversioned = talk.with(VERSION.without("anthropic-version")).post(MESSAGES, request());
    assertThat(message(unversioned)).isEqualTo("anthropic-version: header is required");
  }

  @Test
  void every_answer_carries_a_request_id() {
    assertThat(talk.get("/v1/models").headers().first("request-id")).isPresent();
    assertThat(body(talk.post("/v1/nothing", "{}")).at("request_id").text("")).startsWith("req_");
  }

  @ParameterizedTest
  @CsvSource({
    "model,model: Field required",
    "max_tokens,max_tokens: Field required",
    "messages,messages: Field required"
  })
  void a_missing_field_is_named(String field, String expected) {
    assertThat(message(talk.post(MESSAGES, request().without(field)))).isEqualTo(expected);
  }

  @Test
  void an_unknown_field_is_refused() {
    assertThat(message(talk.post(MESSAGES, request().with("reasoning_effort", "high"))))
        .isEqualTo("reasoning_effort: Extra inputs are not permitted");
  }

  @Test
  void a_field_of_a_beta_counts_only_with_the_name_of_the_beta() {
    Json managed = request().with("context_management", json("{'edits':[]}"));
    assertThat(message(talk.post(MESSAGES, managed)))
        .isEqualTo("context_management: Extra inputs are not permitted");
    assertThat(
            beta("effort-2025-11-24", "context-management-2025-06-27")
                .post(MESSAGES, managed)
                .status())
        .isEqualTo(200);
    Json deferred = request().with("tools", json("[{'name':'x','defer_loading':true}]"));
    assertThat(message(talk.post(MESSAGES, deferred)))
        .isEqualTo("tools.0.custom.defer_loading: Extra inputs are not permitted");
    assertThat(beta("advanced-tool-use-2025-11-20").post(MESSAGES, deferred).status())
        .isEqualTo(200);
    Json scoped =
        request()
            .with(
                "system",
                json(
                    "[{'type':'text','text':'a','cache_control':{'type':'ephemeral','scope':'global'}}]"));
    assertThat(message(talk.post(MESSAGES, scoped)))
        .isEqualTo("system.0.cache_control.ephemeral.scope: Extra inputs are not permitted");
  }

  @Test
  void a_system_message_in_mid_conversation_needs_its_beta() {
    Json request =
        request()
            .with(
                "messages",
                json("[{'role':'user','content':'Hi'},{'role':'system','content':'x'}]"));
    assertThat(message(talk.post(MESSAGES, request)))
        .startsWith("messages: Unexpected role \"system\". The Messages API accepts a top-level");
    assertThat(beta("mid-conversation-tool-changes-2026-07-01").post(MESSAGES, request).status())
        .isEqualTo(200);
    assertThat(message(talk.post(MESSAGES, request.with("messages", json("[{'role':'tool'}]")))))
        .isEqualTo("messages.0.role: Input should be 'user' or 'assistant'");
  }

  @Test
  void limits_of_the_model_are_kept() {
    assertThat(message(talk.post(MESSAGES, request().with("max_tokens", 70_000))))
        .isEqualTo(
            "max_tokens: 70000 > 64000, which is the maximum allowed number of output tokens for"
                + " claude-haiku-4-5");
    assertThat(message(talk.post(MESSAGES, request().with("system", "word ".repeat(200_000)))))
        .matches("prompt is too long: \\d+ tokens > 200000 maximum");
    Reply unknown = talk.post(MESSAGES, request().with("model", "gpt-4o"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(message(unknown)).isEqualTo("model: gpt-4o");
  }

  @Test
  void calls_and_results_must_belong_together() {
    String call =
        "{'role':'assistant','content':[{'type':'tool_use','id':'c1','name':'Read','input':{}}]}";
    String result = "{'role':'user','content':[{'type':'tool_result','tool_use_id':'%s'}]}";
    String system = "{'role':'system','content':'x'}";
    assertThat(
            message(
                talk.post(
                    MESSAGES,
                    request().with("messages", json("[" + result.formatted("c9") + "]")))))
        .contains("messages.0.content.0: unexpected `tool_use_id`", ": c9.");
    assertThat(
            message(
                talk.post(
                    MESSAGES,
                    request()
                        .with("messages", json("[" + call + ",{'role':'user','content':'y'}]")))))
        .contains("messages.0: `tool_use` ids were found without", ": c1.");
    assertThat(
            beta("mid-conversation-x")
                .post(
                    MESSAGES,
                    request()
                        .with(
                            "messages",
                            json("[" + call + "," + system + "," + result.formatted("c1") + "]")))
                .status())
        .isEqualTo(200);
  }

  @Test
  void an_unknown_block_is_refused() {
    Json request =
        request()
            .with(
                "messages",
                json(
                    "[{'role':'user','content':[{'type':'text','text':'a'},{'type':'hologram'}]}]"));
    assertThat(message(talk.post(MESSAGES, request)))
        .startsWith("messages.0.content.1: Input tag 'hologram' found using 'type'");
  }

  @Test
  void tokens_can_be_counted_without_a_limit() {
    Json count = body(talk.post("/v1/messages/count_tokens", request().without("max_tokens")));
    assertThat(count.at("input_tokens").number(0)).isPositive();
  }

  @Test
  void a_stream_keeps_the_rules_of_the_protocol() {
    Reply reply =
        talk.post(
            MESSAGES, request().with("stream", true).with("thinking", json("{'type':'adaptive'}")));
    List<Json> events = events(reply);
    assertThat(events.get(0).at("message").toString())
        .contains(
            "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":");
    int open = -1;
    int next = 0;
    StringBuilder arguments = new StringBuilder();
    for (Json event : events) {
      long index = event.at("index").number(-1);
      switch (event.at("type").text("")) {
        case "content_block_start" -> {
          assertThat(open).isEqualTo(-1);
          assertThat(index).isEqualTo(next++);
          open = (int) index;
        }
        case "content_block_delta" -> {
          assertThat(index).isEqualTo(open);
          arguments.append(event.at("delta").at("partial_json").text(""));
        }
        case "content_block_stop" -> {
          assertThat(index).isEqualTo(open);
          open = -1;
        }
        default -> assertThat(open).isEqualTo(-1);
      }
    }
    assertThat(arguments).hasToString("{\"file_path\":\"a.txt\"}");
    assertThat(text(reply))
        .startsWith("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{")
        .contains("\"type\":\"signature_delta\"")
        .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    Json delta = events.get(events.size() - 2);
    assertThat(delta.at("delta"))
        .isEqualTo(json("{'stop_reason':'tool_use','stop_sequence':null}"));
    assertThat(delta.at("usage").at("output_tokens").number(0)).isPositive();
  }

  @Test
  void an_answer_that_is_not_streamed_is_one_message() {
    Json answer = body(talk.post(MESSAGES, request()));
    assertThat(answer.at("content").items().get(0).at("input"))
        .isEqualTo(json("{'file_path':'a.txt'}"));
    assertThat(answer.at("stop_reason").text("")).isEqualTo("tool_use");
    assertThat(answer.at("role").text("")).isEqualTo("assistant");
    Json stopped =
        body(
            talk.post(
                MESSAGES,
                request()
                    .with("messages", json("[{'role':'user','content':'Count from 1 to 9'}]"))
                    .with("stop_sequences", json("['5']"))));
    assertThat(stopped.at("stop_reason").text("")).isEqualTo("stop_sequence");
    assertThat(stopped.at("stop_sequence").text("")).isEqualTo("5");
  }

  @Test
  void a_fault_can_change_what_the_model_says_after_looking_at_the_conversation() {
    Fault talkative =
        new Fault() {
          @Override
          public Answer said(Exchange exchange, Answer answer) {
            Conversation asked = exchange.conversation().orElseThrow();
            return Answer.text(asked.tools().size() + " tools, " + answer.calls().size() + " call");
          }
        };
    Talk faulty = Talk.bearer(Anthropic.standard(Talk.KEY), talkative).with(VERSION);
    Json answer = body(faulty.post(MESSAGES, request()));
    assertThat(answer.at("content").toString()).contains("1 tools, 1 call");
    assertThat(answer.at("stop_reason").text("")).isEqualTo("end_turn");
  }

  @Test
  void the_same_requests_get_the_same_bytes() {
    Talk other = Talk.bearer(Anthropic.standard(Talk.KEY)).with(VERSION);
    Json request = request().with("stream", true);
    String first = text(talk.post(MESSAGES, request));
    assertThat(text(other.post(MESSAGES, request))).isEqualTo(first);
    assertThat(text(talk.post(MESSAGES, request))).isNotEqualTo(first);
  }
}
