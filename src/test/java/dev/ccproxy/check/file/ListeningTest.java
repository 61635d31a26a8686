package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningTest {

  @ParameterizedTest
  @CsvSource({
    "4000:4000, EVERYBODY",
    "4000:4000/tcp, EVERYBODY",
    "0.0.0.0:4000:4000, EVERYBODY",
    "[::]:4000:4000, EVERYBODY",
    "${PORT:-4000}:4000, EVERYBODY",
    "127.0.0.1:4000:4000, THIS_MACHINE",
    "localhost:4000:4000, THIS_MACHINE",
    "[::1]:4000:4000, THIS_MACHINE",
    "127.0.0.1::4000, THIS_MACHINE",
    "${BIND}:4000:4000, UNSAID",
    "10.8.0.1:4000:4000, UNSAID",
    "4000, UNSAID",
  })
  void reads_published_ports(String port, Listening.Reach reach) {
    assertThat(Listening.ofPublished(port)).isEqualTo(reach);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, EVERYBODY",
    "::, EVERYBODY",
    "[::], EVERYBODY",
    "::1, THIS_MACHINE",
    "[::1], THIS_MACHINE",
    "127.0.0.1, THIS_MACHINE",
    "gateway.example.com, UNSAID",
    "'', UNSAID",
  })
  void reads_addresses(String host, Listening.Reach reach) {
    assertThat(Listening.ofHost(host)).isEqualTo(reach);
  }
}
