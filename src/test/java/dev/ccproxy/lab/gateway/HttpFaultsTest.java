package dev.ccproxy.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.Kind;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.fault.Wiring;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpFaultsTest {
  private static final Role LITELLM = role("litellm-1.108.11");

  static Role role(String id) {
    return new Roles().find(id).orElseThrow();
  }

  static KnownFault fault(String id) {
    return new Faults().find(id).orElseThrow();
  }

  /** A request that holds every field that some fault refuses. */
  private static Json everything() {
    Json body =
        Requests.json(
            """
            {'model':'gpt-4o','max_tokens':32000,'stream':true,
             'thinking':{'type':'adaptive','display':'omitted'},
             'context_management':{'edits':[]},'output_config':{'effort':'high'},
             'system':[{'type':'text','text':'a'},
              {'type':'text','text':'b','cache_control':{'type':'ephemeral'}}],
             'messages':[
              {'role':'user','content':[{'type':'text','text':'Say exactly: K7QZM2AB'},
               {'type':'image','source':{}},{'type':'ccp_unknown'}]},
              {'role':'system','content':'c'},
              {'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'a','input':{}}]},
              {'role':'user','content':[
               {'type':'tool_result','tool_use_id':'t1','content':'<script>'}]}]}\
            """);
    List<Json> tools = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      tools.add(
          Json.object()
              .with("name", "x".repeat(60) + "_" + (100 + i))
              .with("description", "long ".repeat(40))
              .with("input_schema", Json.object().with("$schema", "s").with("type", "object")));
    }
    return body.with("tools", Json.array(tools));
  }

  static List<KnownFault> ofFields() {
    List<KnownFault> faults = new ArrayList<>();
    for (KnownFault fault : new Faults().all()) {
      if (fault.kind() == Kind.FIELD && fault.suits("litellm-1.108.11", true)) {
        faults.add(fault);
      }
    }
    return faults;
  }

  @ParameterizedTest
  @MethodSource("ofFields")
  void a_fault_of_a_field_lasts_as_long_as_the_field_is_there(KnownFault fault) {
    Json body = everything();
    if (fault.id().equals("H32")) {
      body = body.with("thinking", Requests.json("{'type':'enabled','budget_tokens':1024}"));
    } else if (fault.id().equals("H15")) {
      body = body.with("model", "gpt-4o-mini");
    }
    Scene scene = Judge.scene(LITELLM, fault);
    for (int i = 0; i < 3; i++) {
      assertThat(scene.perform(Judge.request(LITELLM, body)).status()).isGreaterThanOrEqualTo(400);
    }
    Json plain = Judge.body(LITELLM, Ask.TEXT, true);
    assertThat(scene.perform(Judge.request(LITELLM, plain)).status()).isEqualTo(200);
    assertThat(scene.recording().defects()).isEmpty();
  }

  @Test
  void a_healthy_litellm_takes_the_request_that_holds_everything() {
    Reply reply = Judge.scene(LITELLM).perform(Judge.request(LITELLM, everything()));
    assertThat(reply.status()).isEqualTo(200);
  }

  static List<KnownFault> ofBodies() {
    return new Faults().all().stream().filter(fault -> fault.id().startsWith("N")).toList();
  }

  @ParameterizedTest
  @MethodSource("ofBodies")
  void a_fault_of_the_body_gives_its_code_on_every_personality(KnownFault fault) {
    List<String> wrong = new ArrayList<>();
    for (Role role : new Roles().all()) {
      Verdict verdict =
          Judge.verdict(
              role, fault.shows() == Ask.ANYTHING ? Ask.TEXT : fault.shows(), false, fault);
      Set<String> loud = Judge.loud(verdict, role);
      if (!loud.equals(Set.of(fault.id()))) {
        wrong.add(role.id() + ": " + loud);
      }
      Verdict streamed = Judge.verdict(role, Ask.TEXT, true, fault);
      if (!Judge.loud(streamed, role).isEmpty()) {
        wrong.add(role.id() + " stream: " + Judge.codes(streamed));
      }
    }
    assertThat(wrong).isEmpty();
  }

  static List<KnownFault> ofAnswers() {
    return new Faults()
        .all().stream()
            .filter(fault -> fault.id().startsWith("H") && fault.wiring() == Wiring.SOUND)
            .filter(fault -> !fault.expects().isEmpty())
            .filter(
                fault ->
                    fault.expects().get(fault.expects().size() - 1).matches("[A-Z]\\d\\d[a-z]?"))
            .toList();
  }

  @ParameterizedTest
  @MethodSource("ofAnswers")
  void a_fault_with_a_wire_code_gives_it_on_every_personality(KnownFault fault) {
    String code = fault.expects().get(fault.expects().size() - 1);
    List<String> wrong = new ArrayList<>();
    for (Role role : new Roles().all()) {
      if (fault.suits(role.id(), role.thinks())) {
        Set<String> loud = Judge.loud(Judge.verdict(role, fault.shows(), true, fault), role);
        if (!loud.equals(Set.of(code))) {
          wrong.add(role.id() + ": " + loud);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(code).isNotEmpty();
  }

  static List<KnownFault> refusals() {
    List<String> ids =
        List.of(
            "H07",
            "H07.go",
            "H07.fastapi",
            "H07.url",
            "H09.created",
            "H09.items",
            "H11.virtual",
            "H11.token",
            "H11.upstream",
            "H11.cooldown",
            "H11.gateway",
            "H14.credit",
            "H14.plan",
            "H14.quota",
            "H14.rate",
            "H14.balance",
            "H46",
            "H46.raw");
    return new Faults().all().stream().filter(fault -> ids.contains(fault.id())).toList();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refusal_is_one_error_on_every_personality(KnownFault fault) {
    List<String> wrong = new ArrayList<>();
    for (Role role : new Roles().all()) {
      if (!fault.suits(role.id(), role.thinks())) {
        continue;
      }
      for (boolean stream : new boolean[] {true, false}) {
        Verdict verdict = Judge.verdict(role, Ask.TEXT, stream, fault);
        long errors =
            verdict.primary().stream()
                .filter(finding -> finding.severity().atLeast(Severity.ERROR))
                .count();
        if (errors != 1) {
          wrong.add(role.id() + " " + stream + ": " + Judge.codes(verdict));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "H24, 512, Call the tool record_probe once with nonce 'K7' and n 7., end_turn",
    "H18.ignored, 16, Count from 1 to 200., end_turn",
  })
  void what_gets_lost_on_the_way_changes_the_answer(
      String id, long limit, String prompt, String reason) throws Exception {
    Json body =
        Judge.body(LITELLM, Ask.CALL, false)
            .with("max_tokens", limit)
            .with(
                "messages", Json.array(Json.object().with("role", "user").with("content", prompt)));
    assertThat(answer(body, id).at("stop_reason")).isEqualTo(Json.of(reason));
    assertThat(answer(body).at("stop_reason")).isNotEqualTo(Json.of(reason));
  }

  @Test
  void lost_tools_are_not_counted() throws Exception {
    Json with = Judge.body(LITELLM, Ask.CALL, false);
    assertThat(input(answer(with, "H24"))).isEqualTo(input(answer(with.without("tools"))));
  }

  @ParameterizedTest
  @CsvSource({
    "H38.first, ALPHA22",
    "H38.last, OMEGA33",
    "H38.none, Understood: Say the code.",
  })
  void blocks_of_the_system_text_get_lost(String id, String text) throws Exception {
    Json body =
        Requests.json(
            """
            {'model':'gpt-4o','max_tokens':64,'system':[
             {'type':'text','text':'The code is ALPHA22.'},
             {'type':'text','text':'The code is OMEGA33.'}],
             'messages':[{'role':'user','content':'Say the code.'}]}\
            """);
    assertThat(said(answer(body))).isEqualTo("ALPHA22 OMEGA33");
    assertThat(said(answer(body, id))).isEqualTo(text);
  }

  @Test
  void messages_of_role_system_get_lost() throws Exception {
    Json body =
        Requests.json(
            """
            {'model':'gpt-4o','max_tokens':64,'messages':[
             {'role':'user','content':'Wait.'},{'role':'system','content':'The code is ALPHA22.'},
             {'role':'user','content':'Say the code.'}]}\
            """);
    assertThat(said(answer(body))).isEqualTo("ALPHA22");
    assertThat(said(answer(body, "H39"))).doesNotContain("ALPHA22");
    assertThat(input(answer(body, "H39"))).isLessThan(input(answer(body)));
  }

  @Test
  void results_get_lost_or_change_places() throws Exception {
    Json body =
        Requests.json(
            """
            {'model':'gpt-4o','max_tokens':64,'messages':[
             {'role':'user','content':'Read both.'},
             {'role':'assistant','content':[{'type':'tool_use','id':'a','name':'r','input':{}},
              {'type':'tool_use','id':'b','name':'r','input':{}}]},
             {'role':'user','content':[
              {'type':'tool_result','tool_use_id':'b','content':'second'},
              {'type':'tool_result','tool_use_id':'a','content':'first'}]}]}\
            """);
    assertThat(said(answer(body))).isEqualTo("first\nsecond");
    assertThat(said(answer(body, "H27"))).isEqualTo("second\nfirst");
    assertThat(said(answer(body, "H26.lost"))).isEqualTo("The tool returned nothing.");
  }

  @Test
  void an_image_gets_lost_and_is_not_counted() throws Exception {
    Json body =
        Requests.json(
            """
            {'model':'gpt-4o','max_tokens':64,'messages':[{'role':'user','content':[
             {'type':'text','text':'Which number?'},{'type':'image','source':{}}]}]}\
            """);
    assertThat(input(answer(body, "H40"))).isEqualTo(input(answer(body)) - 300);
  }

  @Test
  void a_context_is_cut_from_the_front_and_counted_as_the_window() throws Exception {
    Json body =
        Judge.body(LITELLM, Ask.TEXT, false)
            .with(
                "messages",
                Json.array(
                    Json.object()
                        .with("role", "user")
                        .with(
                            "content",
                            "The code is ALPHA22. "
                                + "filler ".repeat(6000)
                                + "Which code was mentioned?")));
    assertThat(said(answer(body))).isEqualTo("ALPHA22");
    Json cut = answer(body, "H41");
    assertThat(input(cut)).isEqualTo(4096);
    assertThat(said(cut)).doesNotContain("ALPHA22");
  }

  @Test
  void an_open_gateway_answers_without_a_credential() {
    Request bare =
        new Request(
            "POST",
            "/v1/messages",
            "HTTP/1.1",
            Headers.NONE,
            Judge.body(LITELLM, Ask.TEXT, true).toString().getBytes(StandardCharsets.UTF_8));
    assertThat(Judge.scene(LITELLM).perform(bare).status()).isEqualTo(500);
    assertThat(Judge.scene(LITELLM, fault("H12")).perform(bare).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "H13.api-key, wrong, right, 200",
    "H13.api-key, right, wrong, 400",
    "H13.bearer, wrong, right, 400",
    "H13.bearer, right, wrong, 200"
  })
  void one_of_two_credentials_counts(String id, String bearer, String apiKey, int status) {
    Headers headers =
        Headers.of(
            "Authorization",
            "Bearer " + (bearer.equals("right") ? LabGateway.KEY : "sk-wrong"),
            "x-api-key",
            apiKey.equals("right") ? LabGateway.KEY : "sk-wrong");
    Request request =
        Judge.request(LITELLM, Judge.body(LITELLM, Ask.TEXT, true)).withHeaders(headers);
    assertThat(Judge.scene(LITELLM, fault(id)).perform(request).status()).isEqualTo(status);
  }

  @Test
  void a_one_shot_fault_strikes_once_and_a_flapping_one_each_third_time() {
    Request request = Judge.request(LITELLM, Judge.body(LITELLM, Ask.TEXT, true));
    Scene once = Judge.scene(LITELLM, fault("H49"));
    assertThat(once.perform(request).status()).isEqualTo(429);
    assertThat(once.perform(request).status()).isEqualTo(200);
    Scene flapping = Judge.scene(LITELLM, fault("H48"));
    int failed = 0;
    for (int i = 0; i < 30; i++) {
      failed += flapping.perform(request).status() == 500 ? 1 : 0;
    }
    assertThat(failed).isEqualTo(10);
  }

  @Test
  void unknown_models_are_answered_by_the_main_one() throws Exception {
    Json body = Judge.body(LITELLM, Ask.TEXT, false).with("model", "nobody-serves-this");
    Json answer = answer(body, "H16");
    assertThat(answer.at("model")).isEqualTo(Json.of("gpt-4o"));
  }

  @Test
  void a_healthy_role_shows_its_habits_to_the_client_as_information() {
    for (Role role : new Roles().all()) {
      Verdict verdict =
          Judge.verdict(role, Judge.body(role, Ask.CALL, true), Ask.CALL, ClientImpact.SPEC);
      assertThat(Judge.codes(verdict)).as(role.id()).containsAll(role.habits());
    }
  }

  private static Json answer(Json body, String... faults) throws JsonSyntaxException {
    KnownFault[] known = new KnownFault[faults.length];
    for (int i = 0; i < faults.length; i++) {
      known[i] = fault(faults[i]);
    }
    Reply reply = Judge.scene(LITELLM, known).perform(Judge.request(LITELLM, body));
    assertThat(reply.status()).isEqualTo(200);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : reply.frames()) {
      out.writeBytes(frame.bytes());
    }
    return Json.parse(out.toByteArray());
  }

  private static String said(Json message) {
    StringBuilder text = new StringBuilder();
    for (Json block : message.at("content").items()) {
      text.append(block.at("text").text(""));
    }
    return text.toString();
  }

  private static long input(Json message) {
    return message.at("usage").at("input_tokens").number(-1);
  }
}
