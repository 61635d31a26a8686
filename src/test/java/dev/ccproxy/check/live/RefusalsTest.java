package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Finding;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no signature knows: what was asked, and how, tells the cause. */
@Timeout(120)
class RefusalsTest {
  private static final Role UNKNOWN = new Roles().find("anthropic").orElseThrow();

  @TempDir Path folder;

  private Finding root(String fault) throws Exception {
    return root(new LabRun(UNKNOWN, fault));
  }

  private Finding root(LabRun run) throws Exception {
    List<Finding> roots = run.run(folder).loudRoots();
    assertThat(roots).hasSize(1);
    return roots.get(0);
  }

  @Test
  void a_model_that_is_named_and_not_listed_is_not_served() throws Exception {
    Finding root = root(new LabRun(UNKNOWN).env("ANTHROPIC_MODEL", "gpt-6.1-tera"));
    assertThat(root.id()).isEqualTo("CCP-L302");
    assertThat(root.layer()).isEqualTo(Layer.CLIENT_CONFIG);
    assertThat(root.title()).startsWith("No model is served as gpt-6.1-tera");
    assertThat(root.evidence().get(0).location()).contains("settings.json");
  }

  @Test
  void a_key_that_the_client_did_not_send_is_the_gateways() throws Exception {
    Finding root = root("H11.masked");
    assertThat(root.id()).isEqualTo("CCP-L204");
    assertThat(root.layer()).isEqualTo(Layer.UPSTREAM);
    assertThat(root.title()).startsWith("The provider does not accept the key of ");
  }

  @Test
  void who_fails_on_every_tool_result_converts_them_badly() throws Exception {
    Finding root = root("H19.result");
    assertThat(root.id()).isEqualTo("CCP-L606");
    assertThat(root.layer()).isEqualTo(Layer.TRANSLATOR);
  }

  /** The model itself says nothing, and the conversion loses what it says. */
  @ParameterizedTest
  @CsvSource({"S85,UPSTREAM", "S56,TRANSLATOR"})
  void an_empty_answer_is_of_whoever_empties_it(String fault, Layer layer) throws Exception {
    Role litellm = new Roles().find("litellm-1.109.1").orElseThrow();
    for (Finding root : new LabRun(litellm, fault).run(folder).loudRoots()) {
      assertThat(root.layer()).as(root.title()).isEqualTo(layer);
    }
  }

  @Test
  void a_call_without_its_arguments_is_an_error_for_this_client() throws Exception {
    Finding root = root("S21.object");
    assertThat(root.id()).isEqualTo("CCP-L602");
    assertThat(root.severity()).isEqualTo(Severity.ERROR);
  }
}
