package dev.ccproxy.lab.model;

import java.util.List;

/** What one side says before the other answers. */
public record Turn(Speaker speaker, List<Part> parts) {

  /** The two sides; system texts are no turns. */
  public enum Speaker {
    /** The client, on behalf of its user and its tools. */
    USER,
    /** The model. */
    ASSISTANT
  }

  public Turn {
    parts = List.copyOf(parts);
  }
}
