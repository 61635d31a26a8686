package dev.ccproxy.real;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers that speak the client's protocol themselves, without any gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectRouteRealIT {
  private final Resources resources = new Resources();
  private List<ProviderUnderTest> providers = List.of();
  private Proof proof;

  @BeforeAll
  void start() throws Exception {
    Path scratch = Runs.fresh("direct");
    providers =
        List.of(
            ProviderUnderTest.deepSeek(),
            ProviderUnderTest.ollama(),
            ProviderUnderTest.openRouter(),
            ProviderUnderTest.miniMax());
    providers.forEach(provider -> resources.add(provider.server()));
    proof = new Proof(resources.add(new RealClient(scratch)), InitFiles.direct(scratch));
  }

  @AfterAll
  void stop() {
    resources.close();
  }

  List<ProviderUnderTest> providers() {
    return providers;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  void a_question_is_answered(ProviderUnderTest provider) throws Exception {
    proof.question(provider, provider.directPath());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  void a_file_is_read_and_its_content_repeated(ProviderUnderTest provider) throws Exception {
    proof.toolRoundTrip(provider, provider.directPath());
  }
}
