package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What the real client must get done with the files under test, and what the provider must see. */
final class Proof {
  private final RealClient client;
  private final FilesUnderTest files;

  Proof(RealClient client, FilesUnderTest files) {
    this.client = client;
    this.files = files;
  }

  /**
   * A plain question gets a text, at the first try.
   *
   * @param path where the provider must be asked
   */
  void question(ProviderUnderTest provider, String path) throws Exception {
    Recording seen = cleared(provider);
    RealClient.Run run =
        client.ask(settings(provider), "NOT-ASKED-FOR-0", "Which city is the capital of Norway?");
    assertThat(run.out())
        .as("%s", run)
        .isEqualTo("Understood: Which city is the capital of Norway?");
    assertThat(run.exitCode()).isZero();
    assertHealthy(provider, seen, path, 1);
  }

  /** The client reads a file with its Read tool and repeats what only the file says. */
  void toolRoundTrip(ProviderUnderTest provider, String path) throws Exception {
    Recording seen = cleared(provider);
    String code = "QUARTZ-" + provider.id().toUpperCase(Locale.ROOT) + "-7141";
    RealClient.Run run =
        client.ask(
            settings(provider),
            code,
            "Use the Read tool on {{project}}/notes/code.txt and tell me the code in it.");
    assertThat(run.out()).as("%s", run).contains(code);
    assertThat(run.exitCode()).isZero();
    assertHealthy(provider, seen, path, 2);
    assertThat(seen.entries().get(0).body().toString()).doesNotContain(code);
    assertThat(seen.entries().get(1).body().toString()).contains(code);
  }

  /** A proxy in the terminal does not get what is for this machine: the settings say so. */
  void proxyInTheTerminal(ProviderUnderTest provider, String path) throws Exception {
    Recording seen = cleared(provider);
    RealClient.Run run =
        client.ask(settings(provider), "NOT-ASKED-FOR-0", "Say exactly: through", "");
    assertThat(run.out()).as("%s", run).isEqualTo("through");
    assertHealthy(provider, seen, path, 1);
  }

  private Path settings(ProviderUnderTest provider) throws IOException {
    return files.settings(provider);
  }

  private Recording cleared(ProviderUnderTest provider) {
    provider.server().recording().clear();
    client.outside().clear();
    return provider.server().recording();
  }

  /** No try in vain, no other path, the provider's own key, nothing to anybody else. */
  private void assertHealthy(
      ProviderUnderTest provider, Recording seen, String path, int requests) {
    String name = provider.server().scene().personality().name();
    assertThat(seen.entries())
        .extracting(Recording.Entry::toString)
        .containsExactlyElementsOf(
            Collections.nCopies(requests, name + " POST " + path + " -> 200"));
    for (Recording.Entry entry : seen.entries()) {
      assertThat(entry.body().at("model").text("")).isEqualTo(provider.model());
      assertThat(entry.body().at("stream").truth(false)).isTrue();
      assertThat(credentials(entry)).allMatch(provider::isShortened).isNotEmpty();
    }
    assertThat(seen.defects()).isEmpty();
    assertThat(client.outside().entries()).isEmpty();
  }

  private static List<String> credentials(Recording.Entry entry) {
    List<String> credentials = new ArrayList<>(entry.headers().all("authorization"));
    credentials.addAll(entry.headers().all("x-api-key"));
    return credentials;
  }
}
