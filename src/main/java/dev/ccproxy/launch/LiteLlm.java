package dev.ccproxy.launch;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.Installations;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An installed LiteLLM.
 *
 * @param program its command, as it was found
 * @param version from the metadata of its installation; null where there are none to be found
 * @param trojaned whether the file lies beside it that the malicious release brought along
 */
record LiteLlm(Path program, @Nullable Version version, boolean trojaned) {

  /** What lies behind a command, which is not run. */
  static LiteLlm of(Path program, UserEnvironment environment, LiteLlmFacts facts) {
    Installed found = new Installations(environment).liteLlm(program).orElse(null);
    return found == null
        ? new LiteLlm(program, null, false)
        : new LiteLlm(program, found.version(), found.beside(facts.maliciousTrace()).isPresent());
  }
}
