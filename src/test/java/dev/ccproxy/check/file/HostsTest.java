package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, loopback",
    "API.LocalHost, loopback",
    "127.0.0.53, loopback",
    "[::1], loopback",
    "::1, loopback",
    "0.0.0.0, this machine",
    "Host.docker.internal, this machine",
    "litellm_proxy, private",
    "10.1.2.3, private",
    "192.168.0.10, private",
    "172.16.0.1, private",
    "172.29.0.1, private",
    "172.31.255.1, private",
    "printer.local, private",
    "Gateway.Internal, private",
    "172.15.0.1, public",
    "172.32.0.1, public",
    "172.3.0.1, public",
    "172.16, public",
    "192.169.0.1, public",
    "10.example.org, public",
    "local.example.org, public",
    "api.openai.com, public",
  })
  void a_host_is_where_its_name_says(String host, String where) {
    String found =
        Hosts.isLoopback(host)
            ? "loopback"
            : Hosts.isThisMachine(host)
                ? "this machine"
                : Hosts.isPrivate(host) ? "private" : "public";
    assertThat(found).isEqualTo(where);
  }

  @ParameterizedTest
  @CsvSource({"localhost", "0.0.0.0", "HOST.docker.internal", "127.1.1.1"})
  void this_machine_is_private(String host) {
    assertThat(Hosts.isThisMachine(host)).isTrue();
    assertThat(Hosts.isPrivate(host)).isTrue();
  }
}
