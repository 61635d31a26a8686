package dev.ccproxy.lab.gateway;

import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.VirtualTime;
import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.fault.SampleRequests;
import dev.ccproxy.lab.fault.Setting;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.wire.AnswerChecker;
import dev.ccproxy.wire.AnswerContext;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.Finding;
import dev.ccproxy.wire.MessagesRequest;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Asks a role without any socket, and judges what it says with the wire checker. */
final class Judge {
  static final String NONCE = "K7QZM2AB";

  private Judge() {}

  static Scene scene(Role role, KnownFault... faults) {
    Personality personality = role.personality(LabGateway.KEY);
    Setting setting =
        new Setting(personality, LabGateway.KEY, role.modelNames(), "http://127.0.0.1:9", 1);
    List<Fault> made = new ArrayList<>();
    for (KnownFault fault : faults) {
      made.add(fault.in(setting));
    }
    return new Scene(personality, made, new VirtualTime(Instant.parse("2026-11-26T00:00:00Z")), 1);
  }

  static Request request(Role role, Json body) {
    Headers headers =
        Headers.of(
            "Content-Type",
            "application/json",
            "anthropic-version",
            "2023-06-01",
            "Authorization",
            "Bearer " + LabGateway.KEY,
            "x-api-key",
            LabGateway.KEY);
    return new Request(
        "POST",
        role.basePath() + "/v1/messages?beta=true",
        "HTTP/1.1",
        headers,
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A model that shows thoughts where the main one does not. */
  static String model(Role role, Ask ask) {
    if (ask == Ask.THOUGHT && role.id().equals("ollama")) {
      return "gpt-oss:20b";
    }
    return role.modelNames().get(0);
  }

  static Json body(Role role, Ask ask, boolean stream) {
    return SampleRequests.of(ask, model(role, ask), NONCE, stream);
  }

  static Verdict verdict(Role role, Ask ask, boolean stream, KnownFault... faults) {
    return verdict(role, body(role, ask, stream), ask, ClientImpact.SPEC, faults);
  }

  static Verdict verdict(Role role, Json body, Ask ask, ClientImpact client, KnownFault... faults) {
    Scene scene = scene(role, faults);
    Reply reply = scene.perform(request(role, body));
    if (!scene.recording().defects().isEmpty()) {
      throw scene.recording().defects().get(0);
    }
    return judged(body, ask, client, reply);
  }

  static Verdict judged(Json body, Ask ask, ClientImpact client, Reply reply) {
    AnswerContext context;
    try {
      context =
          AnswerContext.UNKNOWN
              .withClient(client)
              .withRequest(MessagesRequest.parse(body.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (MessagesRequest.UnreadableException e) {
      throw new AssertionError(e);
    }
    context =
        ask == Ask.CALL || ask == Ask.CALLS
            ? context.withExpectedArguments(Map.of("nonce", NONCE))
            : context.withExpectedText(NONCE);
    AnswerChecker checker = new AnswerChecker(context);
    feed(checker, head(reply).getBytes(StandardCharsets.ISO_8859_1));
    for (Frame frame : reply.frames()) {
      if (frame instanceof Frame.Cut cut) {
        return cut.reset() ? checker.reset() : checker.end();
      }
      feed(checker, frame.bytes());
    }
    return checker.end();
  }

  private static String head(Reply reply) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Status\r\n");
    for (Headers.Field field : reply.headers().fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static void feed(AnswerChecker checker, byte[] bytes) {
    checker.feed(bytes, 0, bytes.length);
  }

  /** Codes of all findings. */
  static Set<String> codes(Verdict verdict) {
    Set<String> codes = new TreeSet<>();
    for (Finding finding : verdict.findings()) {
      codes.add(finding.code().number());
    }
    return codes;
  }

  /** Codes of causes at or above warning, less the habits of a role. */
  static Set<String> loud(Verdict verdict, Role role) {
    Set<String> codes = new TreeSet<>();
    for (Finding finding : verdict.primary()) {
      if (finding.severity().atLeast(Severity.WARNING)) {
        codes.add(finding.code().number());
      }
    }
    codes.removeAll(role.habits());
    return codes;
  }
}
