package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

  @ParameterizedTest
  @CsvSource({
    "https://Api.OpenAI.com/v1/, api.openai.com, /v1, /v1/, -1",
    "' http://localhost:11434// ', localhost, '', //, 11434",
    "http://litellm_proxy:4000/v1?x=1, litellm_proxy, /v1, /v1, 4000",
    "http://me:1@My_Host/v1, my_host, /v1, /v1, -1",
    "http://my_host?x, my_host, '', '', -1",
    "http://my_host#x, my_host, '', '', -1",
    "http://my_host, my_host, '', '', -1",
    "api.openai.com/v1, '', api.openai.com/v1, api.openai.com/v1, -1",
    "mailto:me, '', '', '', -1",
    "http://a b:80/x, '', '', '', -1",
  })
  void an_address_has_parts(String url, String host, String path, String rawPath, int port) {
    assertThat(Urls.host(url)).isEqualTo(host);
    assertThat(Urls.path(url)).isEqualTo(path);
    assertThat(Urls.rawPath(url)).isEqualTo(rawPath);
    assertThat(Urls.port(url)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, HTTPS://API.openai.com, true",
    "https://api.openai.com/v1, https://eu.api.openai.com, false",
    "nothing, nothing, false",
  })
  void hosts_are_the_same(String one, String other, boolean same) {
    assertThat(Urls.sameHost(one, other)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "http://x, true",
    "HTTPS://x, true",
    "localhost:4000, false",
    "ftp://x, false",
  })
  void a_scheme_stands_in_front(String url, boolean there) {
    assertThat(Urls.hasScheme(url)).isEqualTo(there);
  }
}
