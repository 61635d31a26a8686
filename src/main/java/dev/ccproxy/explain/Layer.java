package dev.ccproxy.explain;

import java.util.Locale;

/** The link of the chain in which the fix of a cause is made. */
public enum Layer {
  /** What the user's machine holds for the client: settings, variables, address, model names. */
  CLIENT_CONFIG,
  /** Between the programs: port, name, TLS, proxies, block pages, another program on the port. */
  NETWORK,
  /** LiteLLM or another gateway itself: its files, environment, keys, version, installation. */
  GATEWAY,
  /** The gateway's conversion between protocols: routes, parameters, streams, tool calls. */
  TRANSLATOR,
  /** The provider's server: validity of its key, credit, limits, its own faults. */
  UPSTREAM,
  /** The model cannot do it, or is gone. */
  MODEL,
  /** Nothing says which; a legal answer. */
  UNKNOWN;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word for it in data files and output. */
  public String word() {
    return word;
  }
}
