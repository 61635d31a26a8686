package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.fault.Setting;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.wire.ClientOutcomes.Harm;
import dev.ccproxy.wire.ClientOutcomes.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the impact says what was measured. */
class ClientOutcomesTest {
  private static final List<Outcome> OUTCOMES = ClientOutcomes.all();
  private static final Faults FAULTS = new Faults();
  private static final Role ROLE = new Roles().find(Roles.DEFAULT).orElseThrow();

  /** Where the table says something else than the run of one fault, and why. */
  private static final Map<String, String> OTHERWISE =
      new TreeMap<>(
          Map.of(
              "S02", "who streams OpenAI chunks answers with an OpenAI document too: N04",
              "S05", "who sends a page sends it on the second try too: N06",
              "S35", "a reset behind a finished block ends the run: H50",
              "S36", "the lab's error is gone on the second try, that of an upstream need not be",
              "S37", "as S36",
              "S64", "as S36",
              "S83", "as S36",
              "S69", "the model called it, and is told that there is no such tool",
              "S73", "nothing is lost: the thoughts are printed too",
              "S80", "the model's own doing: no server is known to change a value"));

  static Set<String> faults() {
    Set<String> faults = new LinkedHashSet<>();
    OUTCOMES.forEach(outcome -> faults.add(outcome.fault()));
    return faults;
  }

  private static Set<String> versions() {
    Set<String> versions = new LinkedHashSet<>();
    OUTCOMES.stream().filter(Outcome::isClaudeCode).forEach(o -> versions.add(o.version()));
    return versions;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_severity_for_the_client_is_what_it_did(String id) {
    KnownFault fault = FAULTS.find(id).orElseThrow();
    boolean sdks =
        OUTCOMES.stream()
            .anyMatch(o -> o.fault().equals(id) && !o.isClaudeCode() && o.harm() == Harm.HARMED);
    Map<String, String> differences = new LinkedHashMap<>();
    for (String version : versions()) {
      Severity severity = severity(fault, version);
      Harm harm = harm(id, version);
      boolean agrees =
          switch (harm) {
            case HARMED -> severity == Severity.ERROR;
            case REPEATED -> severity == Severity.WARNING;
            // Programs that stand on an SDK use the same gateway.
            case NONE -> severity == Severity.INFO || severity == Severity.WARNING && sdks;
          };
      if (!agrees) {
        differences.put(version, harm + " and " + severity);
      }
    }
    assertThat(differences.isEmpty()).as("%s", differences).isEqualTo(!OTHERWISE.containsKey(id));
  }

  @Test
  void every_fault_of_a_stream_and_every_damaged_body_was_recorded() {
    List<String> expected = new ArrayList<>();
    for (KnownFault fault : FAULTS.all()) {
      if (fault.id().matches("S\\d\\d.*|T\\d|N\\d\\d")) {
        expected.add(fault.id());
      }
    }
    assertThat(faults()).containsAll(expected);
    assertThat(versions()).hasSizeGreaterThanOrEqualTo(2);
  }

  private static Harm harm(String fault, String version) {
    Harm worst = Harm.NONE;
    for (Outcome outcome : OUTCOMES) {
      if (outcome.fault().equals(fault)
          && outcome.isClaudeCode()
          && outcome.version().equals(version)
          && outcome.harm().compareTo(worst) > 0) {
        worst = outcome.harm();
      }
    }
    return worst;
  }

  /** Of the finding that names the fault, in an answer that the lab damages. */
  private static Severity severity(KnownFault fault, String version) {
    String request = request(fault);
    AnswerContext context =
        AnswerContext.UNKNOWN
            .withRequest(Wire.request(request))
            .withClient(ClientImpact.of("claude-code", version));
    switch (fault.shows()) {
      case CALL -> context = context.withExpectedArguments(Map.of("path", "notes/code.txt"));
      case CALLS -> {}
      default -> context = context.withExpectedText("Understood: Which city is that?");
    }
    Verdict verdict = verdict(context, reply(fault, request));
    String code = fault.expects().get(0);
    for (Finding finding : verdict.findings()) {
      if (finding.code().number().equals(code)) {
        return finding.severity();
      }
    }
    throw new AssertionError(fault.id() + ": " + Wire.codes(verdict) + " without " + code);
  }

  private static String request(KnownFault fault) {
    boolean stream = !fault.id().startsWith("N");
    String prompt =
        switch (fault.shows()) {
          case CALL -> "Call read_file with path 'notes/code.txt' and limit 100.";
          case CALLS -> "Call read_file on both path 'notes/code.txt' and path 'notes/more.txt'.";
          default ->
              fault.id().equals("N05")
                  ? "Call read_file with path 'notes/code.txt'."
                  : "Which city is that?";
        };
    return "{\"model\":\"gpt-4o\",\"max_tokens\":4000,\"stream\":"
        + stream
        + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},\"messages\":[{\"role\":"
        + "\"user\",\"content\":\""
        + prompt
        + "\"}],\"tools\":[{\"name\":\"read_file\",\"input_schema\":{\"type\":\"object\","
        + "\"properties\":{\"path\":{\"type\":\"string\"},\"limit\":{\"type\":\"integer\"}},"
        + "\"required\":[\"path\"]}}]}";
  }

  private static Reply reply(KnownFault fault, String request) {
    Personality personality = ROLE.personality(LabGateway.KEY);
    Setting setting = new Setting(personality, LabGateway.KEY, ROLE.modelNames(), "", 1);
    Scene scene = new Scene(personality, List.of(fault.in(setting)), Clock.systemUTC(), 1);
    Headers headers = Headers.of("Content-Type", "application/json", "x-api-key", LabGateway.KEY);
    Reply reply =
        scene.perform(new Request("POST", "/v1/messages", "HTTP/1.1", headers, Wire.utf8(request)));
    assertThat(scene.recording().defects()).isEmpty();
    return reply;
  }

  private static Verdict verdict(AnswerContext context, Reply reply) {
    AnswerChecker checker = new AnswerChecker(context);
    String type = reply.headers().first("content-type").orElse("");
    byte[] head =
        Wire.utf8("HTTP/1.1 " + reply.status() + " -\r\nContent-Type: " + type + "\r\n\r\n");
    checker.feed(head, 0, head.length);
    for (Frame frame : reply.frames()) {
      if (frame instanceof Frame.Cut) {
        return checker.reset();
      }
      byte[] bytes = frame.bytes();
      checker.feed(bytes, 0, bytes.length);
    }
    return checker.end();
  }
}
