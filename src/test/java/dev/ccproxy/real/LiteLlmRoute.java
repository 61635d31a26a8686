package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One gateway with the models of all providers, because a start takes longer than all questions; a
 * subclass for each release of LiteLLM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiteLlmRoute {
  private final String version;
  private final Resources resources = new Resources();
  private List<ProviderUnderTest> providers = List.of();
  private InitFiles files;
  private RealGateway gateway;
  private Proof proof;

  LiteLlmRoute(String version) {
    this.version = version;
  }

  @BeforeAll
  void start() throws Exception {
    Path scratch = Runs.fresh("litellm-" + version);
    providers =
        List.of(
            ProviderUnderTest.openAi(),
            ProviderUnderTest.deepSeek(),
            ProviderUnderTest.ollama(),
            ProviderUnderTest.openRouter(),
            ProviderUnderTest.miniMax(),
            ProviderUnderTest.customServer());
    providers.forEach(provider -> resources.add(provider.server()));
    int port = RealGateway.freePort();
    files = InitFiles.liteLlm(scratch, port, providers);
    gateway = resources.add(RealGateway.start(version, files, port, scratch));
    proof = new Proof(resources.add(new RealClient(scratch)), files);
  }

  @AfterAll
  void stop() {
    resources.close();
  }

  List<ProviderUnderTest> providers() {
    return providers;
  }

  @Test
  void the_gateway_lists_every_model() throws Exception {
    assertThat(gateway.models())
        .containsExactlyInAnyOrderElementsOf(files.modelNames())
        .containsAll(providers.stream().map(ProviderUnderTest::model).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  void a_question_is_answered(ProviderUnderTest provider) throws Exception {
    proof.question(provider, provider.gatewayPath());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  void a_file_is_read_and_its_content_repeated(ProviderUnderTest provider) throws Exception {
    proof.toolRoundTrip(provider, provider.gatewayPath());
  }

  @Test
  void a_proxy_of_the_terminal_does_not_stand_between_client_and_gateway() throws Exception {
    proof.proxyInTheTerminal(providers.get(0), providers.get(0).gatewayPath());
  }
}
