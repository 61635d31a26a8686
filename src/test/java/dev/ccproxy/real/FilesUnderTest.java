package dev.ccproxy.real;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The files of one set-up as a user would have them. The tests use them as they are: whoever makes
 * them decides what stands in them.
 */
interface FilesUnderTest {

  /** Holds {@code litellm_config.yaml} and {@code litellm.env} when there is a gateway. */
  Path folder();

  /** The client's settings.json with this provider's model as the main one. */
  Path settings(ProviderUnderTest provider) throws IOException;
}
