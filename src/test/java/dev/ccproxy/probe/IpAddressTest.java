package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.255.255.255",
        "127.0.0.1",
        "::",
        "::1",
        "1::",
        "fe80::1:2",
        "2001:db8:0:0:0:0:2:1",
        "1:2:3:4:5:6:7:8",
        "::fffe:0:1",
        "1:2:3:4:5:6:1.2.3.4"
      })
  void addresses_are_read_as_java_reads_them(String text) throws Exception {
    assertThat(IpAddress.parse(text)).isEqualTo(InetAddress.getByName(text).getAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1..2.3",
        "localhost",
        "1:2",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "g::",
        "1:",
        "1.2.3.4:5"
      })
  void names_and_garbage_are_no_addresses(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }
}
