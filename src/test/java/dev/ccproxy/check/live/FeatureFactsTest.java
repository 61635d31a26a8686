package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.ClientIdentity;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.probe.Feature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refusals the client understands: as measured, and as its program asks. */
class FeatureFactsTest {
  private final FeatureFacts facts = new FeatureFacts();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SYSTEM_MESSAGE|2.1.330|messages.1.role: Input should be 'user' or 'assistant'|true",
        "SYSTEM_MESSAGE|2.1.197|messages.1.role: Input should be 'user' or 'assistant'|true",
        "SYSTEM_MESSAGE|2.1.330|messages.1.role: Input should be user or assistant|false",
        "SYSTEM_MESSAGE|2.1.330|{\"msg\":\"Input should be \\\"user\\\" or \\\"assistant\\\"\"}|true",
        "SYSTEM_MESSAGE|2.1.197|[{\"loc\":[1,\"role\"],\"msg\":\"Input should be 'user' or 'assistant'\"}]|false",
        "SYSTEM_MESSAGE|2.1.330|messages[1].role: unknown variant `system`, expected `user` or `assistant` at line 1|true",
        "SYSTEM_MESSAGE|2.1.330|role 'system' is not supported on this model|true",
        "SYSTEM_MESSAGE|2.1.330|a message with the role system is not supported here|true",
        "SYSTEM_MESSAGE|2.1.197|a message with the role system is not supported here|false",
        "SYSTEM_MESSAGE|2.1.330|messages[1].role must be 'user' or 'assistant', got 'system'|false",
        "SYSTEM_MESSAGE|2.1.330|Invalid role: system|false",
        "SYSTEM_MESSAGE|2.1.330|System messages are only allowed at the beginning|false",
        "SYSTEM_MESSAGE|2.1.330|litellm.BadRequestError: AnthropicException - messages: Unexpected role \"system\".|false",
        "THINKING|2.1.330|adaptive thinking is not supported on this model|true",
        "THINKING|2.1.330|thinking.type: 'adaptive' is not supported|true",
        "THINKING|2.1.330|Input tag 'adaptive' found using 'type' does not match any of the expected tags|false",
        "OUTPUT_CONFIG|2.1.330|output_config: Extra inputs are not permitted|false",
        "OUTPUT_CONFIG|2.1.330|output_config.effort: Extra inputs are not permitted|true",
        "OUTPUT_CONFIG|2.1.197|output_config.effort: Extra inputs are not permitted|false"
      })
  void the_words_of_the_refusal_decide(
      Feature feature, String version, String refusal, boolean recovers) {
    ClientIdentity client =
        new ClientIdentity(ClientKind.CLAUDE_CODE, Version.of(version).orElseThrow());
    assertThat(facts.recovers(feature, refusal, client)).isEqualTo(recovers);
  }
}
