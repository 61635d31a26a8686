package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.config.BaseUrl.NotUsable;
import dev.ccproxy.config.BaseUrl.Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://openrouter.ai/api/v1,            CLIENT,            https://openrouter.ai/api,     1",
    "https://x.example/v1/messages,           CLIENT,            https://x.example,             2",
    "https://x.example/anthropic/,            CLIENT,            https://x.example/anthropic,   0",
    "http://127.0.0.1:4000/v1/,               CLIENT,            http://127.0.0.1:4000,         1",
    "127.0.0.1:4000,                          CLIENT,            http://127.0.0.1:4000,         1",
    "localhost:11434,                         CLIENT,            http://localhost:11434,        1",
    "[::1]:4000,                              CLIENT,            http://[::1]:4000,             1",
    "192.168.1.7:8000,                        CLIENT,            http://192.168.1.7:8000,       1",
    "172.20.0.2:8000,                         CLIENT,            http://172.20.0.2:8000,        1",
    "172.32.0.2:8000,                         CLIENT,            https://172.32.0.2:8000,       1",
    "llm.example.com/anthropic,               CLIENT,            https://llm.example.com/anthropic, 1",
    "HTTPS://API.Example.com/Path,            CLIENT,            https://api.example.com/Path,  0",
    "http://localhost:8000,                   OPENAI_COMPATIBLE, http://localhost:8000/v1,      1",
    "http://localhost:8000/v1/chat/completions, OPENAI_COMPATIBLE, http://localhost:8000/v1,    1",
    "https://x.example/openai/v1/responses,   OPENAI_COMPATIBLE, https://x.example/openai/v1,   1",
    "https://api.deepseek.com,                PROVIDER_ROOT,     https://api.deepseek.com,      0",
  })
  void what_is_certainly_meant_is_repaired_and_said(
      String typed, Reader reader, String url, int repairs) throws NotUsable {
    BaseUrl base = BaseUrl.of(typed, reader);
    assertThat(base.url()).isEqualTo(url);
    assertThat(base.repairs()).hasSize(repairs).allMatch(r -> r.endsWith("."));
  }

  @Test
  void quotes_and_blanks_around_a_url_are_removed() throws NotUsable {
    assertThat(BaseUrl.of("  \"http://127.0.0.1:4000\" ", Reader.CLIENT).url())
        .isEqualTo("http://127.0.0.1:4000");
    assertThat(BaseUrl.of("\u201chttp://127.0.0.1:4000\u201d", Reader.CLIENT).url())
        .isEqualTo("http://127.0.0.1:4000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "http://",
        "ftp://x.example",
        "file:///etc/passwd",
        "http://x.example?key=abc",
        "http://x.example#part",
        "http://x .example",
        "http://x.example\\a",
        "http://x\n.example",
        "http://x.example:99999",
        "https://user:planted@x.example",
      })
  void what_cannot_be_meant_is_refused_with_a_next_step(String typed) {
    assertThatThrownBy(() -> BaseUrl.of(typed, Reader.CLIENT))
        .isInstanceOfSatisfying(NotUsable.class, e -> assertThat(e.next()).isNotBlank())
        .hasMessageNotContaining("planted");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4000, true",
    "http://localhost:1, true",
    "http://[::1]:4000, true",
    "http://127.1.2.3, true",
    "https://localhost.example.com, false",
    "https://api.deepseek.com/anthropic, false",
    "no url, false"
  })
  void loopback_is_this_machine(String url, boolean loopback) {
    assertThat(BaseUrl.isLoopback(url)).isEqualTo(loopback);
  }
}
