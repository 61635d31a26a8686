package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:4000, http://localhost:4000, /v1/messages",
    "http://localhost:4000/, http://localhost:4000, /v1/messages",
    "HTTP://LocalHost:4000///, http://localhost:4000, /v1/messages",
    "' https://api.example.com/anthropic ', https://api.example.com, /anthropic/v1/messages",
    "https://api.example.com:443/v1/, https://api.example.com, /v1/v1/messages",
    "http://u:p@gateway_1:4000/a, http://gateway_1:4000, /a/v1/messages",
    "http://[::1]:4000, http://[::1]:4000, /v1/messages",
    "http://x/ä, http://x, /%C3%A4/v1/messages",
    "https://bücher.example, https://xn--bcher-kva.example, /v1/messages",
    "http://x/?key=abc, http://x, /?key=abc%2Fv1%2Fmessages"
  })
  void paths_are_appended_as_the_client_does(String url, String origin, String path)
      throws Exception {
    Endpoint endpoint = Endpoint.of(url);
    assertThat(endpoint.origin()).hasToString(origin);
    assertThat(endpoint.target("/v1/messages").path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:4000/, http://localhost:4000, /v1/messages?beta=true, /v1/models",
    "http://localhost:4000/v1, http://localhost:4000, /v1/v1/messages?beta=true, /v1/v1/models",
    "http://x/a?k=1, http://x, /a?k=1%2Fv1%2Fmessages%3Fbeta%3Dtrue, /a?k=1%2Fv1%2Fmodels",
    "http://[::1]:4000, http://[::1]:4000, /v1/messages?beta=true, /v1/models"
  })
  void the_address_of_the_client_is_followed_exactly(
      String url, String origin, String messages, String models) throws Exception {
    Endpoint endpoint = Endpoint.of(dev.ccproxy.config.ClientUrl.of(url));
    assertThat(endpoint.origin()).hasToString(origin);
    assertThat(endpoint.target("/v1/messages?beta=true").path()).isEqualTo(messages);
    assertThat(endpoint.target("/v1/models").path()).isEqualTo(models);
  }

  @Test
  void an_address_that_the_client_refuses_is_refused() {
    assertThatThrownBy(() -> Endpoint.of(dev.ccproxy.config.ClientUrl.of("127.0.0.1:4000")))
        .isInstanceOf(BadUrlException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', EMPTY",
    "127.0.0.1:4000, SCHEME",
    "ftp://x, SCHEME",
    "http:/x, SCHEME",
    "'\"http://x\"', CHARACTERS",
    "'http://a b', CHARACTERS",
    "http://, HOST",
    "http://:80, HOST",
    "http://x:0, PORT",
    "http://x:70000, PORT",
    "http://x:8a, PORT",
    "http://a%00b, HOST",
    "http://[::1, HOST",
    "http://[fe80::1%25eth0], HOST"
  })
  void what_the_client_cannot_use_is_refused(String url, BadUrlException.Reason reason) {
    assertThatThrownBy(() -> Endpoint.of(url))
        .isInstanceOfSatisfying(
            BadUrlException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void nothing_of_a_url_is_in_the_message() {
    assertThatThrownBy(() -> Endpoint.of("http://user:sk-secret@x:bad"))
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nX: y", "a", "/ä"})
  void a_target_cannot_break_the_request_line(String path) {
    assertThatThrownBy(() -> new Target(new WebOrigin(false, "x", 80), path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost, true", "http://127.9.9.9, true", "http://[::1], true",
    "http://app.localhost, true", "http://127.example.com, false", "http://10.0.0.1, false"
  })
  void loopback_is_told_without_looking_up(String url, boolean loopback) throws Exception {
    assertThat(WebOrigin.of(url).isLoopback()).isEqualTo(loopback);
  }
}
