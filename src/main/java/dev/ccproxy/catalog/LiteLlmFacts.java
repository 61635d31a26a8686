package dev.ccproxy.catalog;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known about LiteLLM's releases: {@code templates/litellm.yaml}, dated and with its
 * source.
 *
 * @param verified the day of the facts, as {@code 2026-11-23}
 * @param recommended the release to install
 * @param install the command that installs exactly that
 * @param malicious releases that carry foreign code: never to be started
 * @param maliciousTrace name of the file that such a release leaves beside its package
 * @param minimumSafe the first release without the known holes
 * @param minimumUseful the first release that does what the client needs
 * @param separateStreams the first release that is known to keep parallel streams apart
 * @param publicMasterKeys keys that everybody knows
 * @param serversWithResponses hosts, or {@code *:port}, that answer {@code POST /responses}
 */
public record LiteLlmFacts(
    String verified,
    String recommended,
    String install,
    List<String> malicious,
    String maliciousTrace,
    String minimumSafe,
    String minimumUseful,
    String separateStreams,
    List<String> publicMasterKeys,
    List<String> serversWithResponses) {

  /** Reads the packaged file. */
  public static LiteLlmFacts packaged() {
    SourceDocument file = PackagedFacts.read("litellm");
    return new LiteLlmFacts(
        text(file, "verified"),
        text(file, "recommended"),
        text(file, "install"),
        texts(file, "malicious"),
        text(file, "malicious_trace"),
        text(file, "minimum_safe"),
        text(file, "minimum_useful"),
        text(file, "separate_streams"),
        texts(file, "public_master_keys"),
        texts(file, "servers_with_responses"));
  }

  private static String text(SourceDocument file, String key) {
    return file.text(NodePath.of(key))
        .orElseThrow(() -> new IllegalStateException(file.name() + " has no " + key));
  }

  private static List<String> texts(SourceDocument file, String key) {
    List<String> texts = new ArrayList<>();
    if (file.find(NodePath.of(key)).orElse(null) instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        if (item instanceof Node.Scalar scalar) {
          texts.add(scalar.value());
        }
      }
    }
    return List.copyOf(texts);
  }

  /** Whether this release carries foreign code. */
  public boolean isMalicious(Version version) {
    for (String bad : malicious) {
      if (Version.of(bad).filter(version::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether this release came before the first one without the known holes. */
  public boolean isUnsafe(Version version) {
    return !version.isAtLeast(minimumSafe);
  }

  /** Whether this release came before the first one that does what the client needs. */
  public boolean isOutdated(Version version) {
    return !version.isAtLeast(minimumUseful);
  }

  /**
   * Whether a server is known to answer {@code POST /responses}.
   *
   * @param host in lower case
   * @param port -1 where the address has none
   */
  public boolean hasResponses(String host, int port) {
    for (String server : serversWithResponses) {
      boolean fits =
          server.startsWith("*:")
              ? server.equals("*:" + port)
              : host.equals(server) || host.endsWith("." + server);
      if (fits) {
        return true;
      }
    }
    return false;
  }
}
