package dev.ccproxy.check;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.config.Workspace;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What the static checks look at. For one run on one thread. */
public final class FileScene {
  private final Workspace workspace;
  private final Catalog catalog;
  private final LiteLlmFacts liteLlm;
  private final LocalDate today;
  private @Nullable Destination destination;

  /**
   * @param workspace the files
   * @param catalog what is known about providers
   * @param liteLlm what is known about LiteLLM's releases
   * @param today for dated facts
   */
  public FileScene(Workspace workspace, Catalog catalog, LiteLlmFacts liteLlm, LocalDate today) {
    this.workspace = workspace;
    this.catalog = catalog;
    this.liteLlm = liteLlm;
    this.today = today;
  }

  /** The files. */
  public Workspace workspace() {
    return workspace;
  }

  /** What is known about providers. */
  public Catalog catalog() {
    return catalog;
  }

  /** What is known about LiteLLM's releases. */
  public LiteLlmFacts liteLlm() {
    return liteLlm;
  }

  /** For dated facts. */
  public LocalDate today() {
    return today;
  }

  /** What the client talks to. */
  public Destination destination() {
    if (destination == null) {
      destination = Destination.of(workspace, catalog);
    }
    return destination;
  }
}
