package dev.ccproxy.lab.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.util.List;

/** Talks to a personality without sockets; every reply must be free of defects of the lab. */
final class Talk {
  static final String KEY = "sk-right-key-0123456789";

  private final Scene scene;
  private final Headers headers;

  private Talk(Scene scene, Headers headers) {
    this.scene = scene;
    this.headers = headers;
  }

  static Talk bearer(Personality personality, Fault... faults) {
    return new Talk(Requests.scene(personality, faults), Requests.bearer(KEY));
  }

  Talk with(Headers others) {
    return new Talk(scene, others);
  }

  Reply post(String path, String body) {
    return checked(scene.perform(Requests.post(path, headers, body)));
  }

  Reply post(String path, Json body) {
    return post(path, body.toString());
  }

  Reply get(String path) {
    return checked(scene.perform(Requests.get(path, headers)));
  }

  private Reply checked(Reply reply) {
    assertThat(scene.recording().defects()).isEmpty();
    return reply;
  }

  /** Checks a refusal: its status and every word of its body. */
  static void refused(Reply reply, int status, String body) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(Requests.text(reply)).isEqualTo(body);
  }

  /** Types of the events of a Messages or Responses stream. */
  static List<String> types(Reply reply) {
    return Requests.events(reply).stream().map(event -> event.at("type").text("")).toList();
  }
}
