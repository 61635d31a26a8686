package dev.ccproxy.setup;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known about LiteLLM's releases: {@code templates/litellm.yaml}, dated and with its
 * source.
 *
 * @param recommended the release to install
 * @param install the command that installs exactly that
 * @param publicMasterKeys keys that everybody knows
 */
public record LiteLlmFacts(String recommended, String install, List<String> publicMasterKeys) {

  /** Reads the packaged file. */
  public static LiteLlmFacts packaged() {
    String name = "/templates/litellm.yaml";
    try (InputStream in = LiteLlmFacts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the package");
      }
      YamlDocument file = YamlDocument.parse(name, in.readAllBytes());
      List<String> keys = new ArrayList<>();
      if (file.find(NodePath.of("public_master_keys")).orElse(null) instanceof Node.Sequence list) {
        for (Node item : list.items()) {
          if (item instanceof Node.Scalar scalar) {
            keys.add(scalar.value());
          }
        }
      }
      return new LiteLlmFacts(
          file.text(NodePath.of("recommended")).orElseThrow(),
          file.text(NodePath.of("install")).orElseThrow(),
          List.copyOf(keys));
    } catch (IOException | DocumentException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }
}
