package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that LiteLLM may have. It reads no env file by itself, so a value of a file counts
 * as long as nothing says that the file is not exported ({@code litellm.md} 4.2).
 *
 * @param files env files beside the configuration, the one that wins first
 * @param shell variables of this process
 */
public record GatewayEnvironment(List<SourceFile> files, Map<String, String> shell) {

  /**
   * A variable.
   *
   * @param file where it stands; empty for the shell
   */
  public record Found(String value, Optional<Place> place) {}

  public GatewayEnvironment {
    files = List.copyOf(files);
    shell = Map.copyOf(shell);
  }

  /** The variable: of the files, then of the shell. */
  public Optional<Found> variable(String name) {
    for (SourceFile file : files) {
      Optional<Found> found = in(file, name);
      if (found.isPresent()) {
        return found;
      }
    }
    String exported = shell.get(name);
    return exported == null ? Optional.empty() : Optional.of(new Found(exported, Optional.empty()));
  }

  /** The variable as this file has it. */
  public Optional<Found> in(SourceFile file, String name) {
    SourceDocument document = file.document();
    if (document == null) {
      return Optional.empty();
    }
    Node.Entry entry = Nodes.entry(document.root(), name);
    return entry != null && entry.value() instanceof Node.Scalar scalar
        ? Optional.of(
            new Found(scalar.value(), Optional.of(Place.of(file, document, entry.keySpan()))))
        : Optional.empty();
  }
}
