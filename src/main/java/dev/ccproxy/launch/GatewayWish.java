package dev.ccproxy.launch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is to be started.
 *
 * @param config its configuration, absolute
 * @param litellm the program that was named; null for the one that is found
 * @param port where it shall listen; one that runs keeps its own
 * @param patience seconds until it has to answer
 * @param yes whether a private LiteLLM may be installed without a question
 * @param upgrade whether the private LiteLLM shall become that of our lock file first
 */
public record GatewayWish(
    Path config, @Nullable String litellm, int port, int patience, boolean yes, boolean upgrade) {

  /** LiteLLM needs up to a minute on a busy machine; a start without a network takes longer. */
  public static final int DEFAULT_PATIENCE = 120;

  /** Name of the configuration where nobody says otherwise. */
  public static final String CONFIG = GatewayFiles.CONFIG;
}
