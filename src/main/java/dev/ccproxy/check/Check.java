package dev.ccproxy.check;

import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/**
 * One question about the chain. Ids are never used again for another question ({@code design.md}
 * 7); each has a page in {@code docs/checks}.
 */
public interface Check {

  /** Such as {@code CCP-S103}. */
  String id();

  /** Names the bad pattern: {@code base-url-shape}. */
  String slug();

  /** One line for lists: what is asked. */
  String title();

  /** Where it usually has to be fixed. */
  Layer layer();

  /** The heading under which it is shown. */
  Group group();

  /** Headings of the report, in this order. */
  enum Group {
    FILES("Files"),
    CLIENT("Client"),
    GATEWAY("Gateway"),
    SECRETS("Secrets"),
    MACHINE("Machine"),
    REACH("Reach"),
    CREDENTIALS("Credentials"),
    MODELS("Models"),
    MESSAGES("Messages"),
    STREAMS("Streams"),
    TOOLS("Tools"),
    REQUEST_SHAPE("Request shape"),
    CONTEXT("Context"),
    LAYERS("Layers");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** Begins a finding of this check. */
  default Finding.Builder finding(Severity severity, String title) {
    return new Finding.Builder(this, severity, title);
  }
}
